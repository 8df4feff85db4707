-- What a hosted project has before its first migration and Lite's own schema lacks:
-- the roles, the `extensions` schema, grants on `auth` and `storage`, the claims functions, DDL notifications.
-- Nothing is granted in `public`, and there are no default privileges, as in new hosted projects; older ones have some.

do $$
begin
  if not exists (select from pg_roles where rolname = 'postgres') then -- else it is the superuser
    create role postgres login createdb createrole replication bypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
    create role authenticated nologin noinherit;
    create role service_role nologin noinherit bypassrls;
    create role authenticator noinherit;
    create role supabase_auth_admin nologin noinherit createrole;
    create role supabase_storage_admin nologin noinherit createrole;
    create role dashboard_user nologin createrole createdb replication;
    grant anon, authenticated, service_role to authenticator;
    grant anon, authenticated, service_role to postgres;
  end if;
end
$$;

revoke create on schema public from public;
grant usage on schema public to anon, authenticated, service_role;

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;

-- A new project has these extensions already.
create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create schema if not exists vault;
create extension if not exists supabase_vault with schema vault;

alter role postgres set search_path = "$user", public, extensions;
alter role authenticator set search_path = "$user", public, extensions;

-- auth

grant usage on schema auth to anon, authenticated, service_role;

create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

-- Lite writes metadata as a JSON string inside jsonb. Hosted Auth writes the object itself, and triggers rely on that.
create or replace function auth.unwrap_metadata() returns trigger language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(new.raw_user_meta_data) = 'string' then
    new.raw_user_meta_data := (new.raw_user_meta_data #>> '{}')::jsonb;
  end if;
  if jsonb_typeof(new.raw_app_meta_data) = 'string' then
    new.raw_app_meta_data := (new.raw_app_meta_data #>> '{}')::jsonb;
  end if;
  return new;
end
$$;

drop trigger if exists unwrap_metadata on auth.users;
create trigger unwrap_metadata before insert or update on auth.users
  for each row execute function auth.unwrap_metadata();

-- storage

grant usage on schema storage to anon, authenticated, service_role;
grant all on storage.buckets, storage.objects to anon, authenticated, service_role;

-- Lite's Storage does the same, and our triggers read size and type from there.
create or replace function storage.unwrap_metadata() returns trigger language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(new.metadata) = 'string' then
    new.metadata := (new.metadata #>> '{}')::jsonb;
  end if;
  if jsonb_typeof(new.user_metadata) = 'string' then
    new.user_metadata := (new.user_metadata #>> '{}')::jsonb;
  end if;
  return new;
end
$$;

drop trigger if exists unwrap_metadata on storage.objects;
create trigger unwrap_metadata before insert or update on storage.objects
  for each row execute function storage.unwrap_metadata();

-- The gateway reads the catalog again after DDL, as PostgREST does on a hosted project.

create or replace function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql as $$
begin
  notify pgrst, 'reload schema';
end
$$;

drop event trigger if exists pgrst_ddl_watch;
create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
drop event trigger if exists pgrst_drop_watch;
create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_ddl_watch();
