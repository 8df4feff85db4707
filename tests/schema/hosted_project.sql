-- What a hosted project has beside the template, for its `postgres`, who is no superuser. Run by one.

-- The project belongs to `postgres`, what is Supabase's to roles of its own.

do $$
declare
  t regclass;
begin
  execute format('alter database %I owner to postgres', current_database());
  for t in select oid::regclass from pg_class where relnamespace = 'auth'::regnamespace and relkind = 'r' loop
    execute format('alter table %s owner to supabase_auth_admin', t);
  end loop;
  for t in select oid::regclass from pg_class where relnamespace = 'storage'::regnamespace and relkind = 'r' loop
    execute format('alter table %s owner to supabase_storage_admin', t);
  end loop;
end
$$;

alter table realtime.messages owner to supabase_realtime_admin;

grant usage on schema realtime to postgres, supabase_realtime_admin;
grant select, insert, update on realtime.messages to postgres;
grant supabase_realtime_admin to postgres; -- hosted allows it policies on realtime.messages by a setting of supautils

grant usage on schema auth to postgres, supabase_auth_admin;
grant all on all tables in schema auth to postgres;
grant usage on schema storage to supabase_storage_admin;
grant usage on schema storage to postgres with grant option;
grant all on all tables in schema storage to postgres with grant option;
grant usage on schema extensions to postgres with grant option;
grant create on schema extensions to postgres;
grant supabase_storage_admin to postgres; -- hosted allows it policies on storage.objects by a setting of supautils
grant authenticator to postgres with admin option, inherit false; -- likewise, to set what PostgREST reads of it
grant set on parameter "pgrst.db_pre_request" to postgres; -- one of supautils.privileged_role_allowed_configs

grant supabase_auth_admin to postgres with inherit false; -- so that a test can act as the auth service

-- `create extension` of `postgres` runs as the administrator there, and these scripts after it.

create extension btree_gist with schema extensions;
create extension pg_trgm with schema extensions;
create extension pg_net with schema extensions;
create extension pg_cron with schema pg_catalog;
create extension pgmq;

do $$
declare
  pgmq oid := (select oid from pg_extension where extname = 'pgmq');
  o    record;
begin
  for o in
    select i.type, i.identity from pg_depend d, pg_identify_object(d.classid, d.objid, d.objsubid) i
    where d.refclassid = 'pg_extension'::regclass and d.refobjid = pgmq and d.deptype = 'e'
      and (i.type in ('table', 'function')
           or d.objid in (select t.oid from pg_type t join pg_class c on c.oid = t.typrelid where c.relkind = 'c'))
  loop
    execute format('alter %s %s owner to postgres', o.type, o.identity);
  end loop;
  update pg_extension set extowner = 'postgres'::regrole where oid = pgmq;
  alter schema pgmq owner to postgres;
end
$$;
