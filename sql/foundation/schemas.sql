-- foundation: the three doors (public, worker, private), the extensions, and no default privileges.
-- Every migration begins with this file, so it can be run again.

-- What there is of ours is locked before anything else, for as long as the transaction lasts: a migration that took one
-- table after the other would deadlock with whoever takes them in another order (a claim the queue and then clients, an
-- insert of a log the other way round), and either it or their work would be lost. All of it or nothing, tried again and
-- again: whoever waits for what is held here waits for less than deadlock_timeout (1 s), so nobody is told of a deadlock.
do $$
declare
  v_until    timestamptz := clock_timestamp() + interval '20 seconds';
  v_attempt  integer := 0;
  v_relation regclass;
  v_refused  regclass;
  v_lock     text;
begin
  loop
    v_attempt := v_attempt + 1;
    -- Now and then the one that was refused comes first, and is waited for longer: autovacuum makes way after a second.
    v_refused := case when v_attempt % 20 = 0 then v_relation end;
    begin
      for v_relation, v_lock in
        select c.oid, case c.relkind
          when 'v' then format('alter view %s owner to %I', c.oid::regclass, r.rolname) -- itself, not its tables
          else format('lock table %s in access exclusive mode', c.oid::regclass)
        end
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_roles r on r.oid = c.relowner
        where (n.nspname in ('public', 'private', 'worker') and c.relkind in ('r', 'p', 'v')
               or n.nspname = 'pgmq' and c.relkind in ('r', 'p') and c.relname ~ '^[qa]_')
          and pg_has_role(c.relowner, 'usage')
          and (n.nspname = 'pgmq' or not exists ( -- some versions of pgmq make its queues part of the extension
            select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
          ))
        order by c.oid = v_refused desc nulls last, c.relkind = 'v' desc, c.oid
      loop
        perform set_config('lock_timeout', case v_relation when v_refused then '1500' else '10' end, true);
        execute v_lock;
      end loop;
      exit;
    exception when lock_not_available or deadlock_detected then
      if clock_timestamp() > v_until then
        raise exception using
          errcode = 'lock_not_available',
          message = format('Could not lock %s within 20 seconds, so nothing was changed', v_relation),
          hint = 'Push again; if it stays so, pg_stat_activity says whose transaction is open.';
      end if;
    end;
    perform pg_sleep(0.05); -- whoever stood behind it goes on
  end loop;
  perform set_config('lock_timeout', '5000', true); -- what belongs to others (auth, storage) is locked when it is changed
end
$$;

create schema if not exists private;
comment on schema private is
  'Helpers, signing, triggers. Not exposed by the API; signed-in users have USAGE only so that policies can call their helpers.';

create schema if not exists worker;
comment on schema worker is
  'What the cloud functions call: claim, finish, fail. Only service_role may enter.';

revoke all on schema private, worker from public, anon, authenticated, service_role;
grant usage on schema private to authenticated, service_role;
grant usage on schema worker to service_role;
grant usage on schema public to anon, authenticated, service_role;

create schema if not exists vault; -- there already on hosted projects

-- Only those that are missing: `create extension if not exists` makes a hosted project set up anew what it has, and
-- pg_cron loses its jobs.
do $$
declare
  v_name    text;
  v_options text;
begin
  for v_name, v_options in values
    ('pgcrypto', 'schema extensions'), ('btree_gist', 'schema extensions'), ('supabase_vault', 'schema vault'),
    ('pg_net', 'schema extensions'), ('pg_cron', 'schema pg_catalog'), ('pgmq', '')
  loop
    if not exists (select from pg_extension where extname = v_name) then
      execute format('create extension %I %s', v_name, v_options);
    end if;
  end loop;
end
$$;

-- Many projects give API roles everything that is made in public. Nothing below relies on default privileges; without
-- them a forgotten grant fails closed.
alter default privileges revoke all on tables from public, anon, authenticated, service_role;
alter default privileges revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges revoke all on functions from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on tables from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
