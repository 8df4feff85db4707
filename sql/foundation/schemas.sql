-- foundation: the schemas public, worker and private, the extensions, and no default privileges.
-- It can be run again, and a migration does so when it has changed.

create schema if not exists private;
comment on schema private is 'Helpers, signing, triggers. Not exposed by the API; people have USAGE only so that policies and calls can use the helpers that are granted to them.';

create schema if not exists worker;
comment on schema worker is 'What the cloud functions call: claim, finish, fail. Only service_role may enter.';

revoke all on schema private, worker from public, anon, authenticated, service_role;
grant usage on schema private to anon, authenticated, service_role;
grant usage on schema worker to service_role;
grant usage on schema public to anon, authenticated, service_role;

create schema if not exists vault; -- there already on hosted projects

-- Only missing extensions are created: on a hosted project `create extension if not exists` sets existing ones up
-- again, and pg_cron loses its jobs.
do $$
declare
  v_name    text;
  v_options text;
begin
  for v_name, v_options in values
    ('pgcrypto', 'schema extensions'), ('btree_gist', 'schema extensions'), ('pg_trgm', 'schema extensions'), ('supabase_vault', 'schema vault'),
    ('pg_net', 'schema extensions'), ('pg_cron', 'schema pg_catalog'), ('pgmq', '')
  loop
    if not exists (select from pg_extension where extname = v_name) then
      execute format('create extension %I %s', v_name, v_options);
    end if;
  end loop;
end
$$;

create or replace function private.revoke_default_privileges()
returns void
language plpgsql
set search_path = ''
as $$
begin
  alter default privileges revoke all on tables from public, anon, authenticated, service_role;
  alter default privileges revoke all on sequences from public, anon, authenticated, service_role;
  alter default privileges revoke all on functions from public, anon, authenticated, service_role;
  alter default privileges in schema public revoke all on tables from public, anon, authenticated, service_role;
  alter default privileges in schema public revoke all on sequences from public, anon, authenticated, service_role;
  alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
end;
$$;

comment on function private.revoke_default_privileges() is 'Many projects give API roles everything that is made in public. After this a forgotten grant fails closed. Every migration calls it.';
revoke execute on function private.revoke_default_privileges() from public; -- made before it was called

select private.revoke_default_privileges();
