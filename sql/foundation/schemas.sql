-- foundation: the three doors (public, worker, private), the extensions, and no default privileges.
-- Every migration begins with this file, so it can be run again.

-- What there is of ours is locked before anything else, for as long as the transaction lasts: a migration that took one
-- table after the other would deadlock with whoever takes them in another order (a claim the queue and then clients, an
-- insert of a log the other way round), and workers' results would be lost, or the migration.
do $$
declare
  v_until    timestamptz := clock_timestamp() + interval '15 seconds';
  v_attempt  timestamptz;
  v_relation regclass;
begin
  loop
    begin
      v_attempt := null;
      -- Who was refused comes first the next time.
      for v_relation in
        select c.oid
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where (n.nspname in ('public', 'private', 'worker') and c.relkind in ('r', 'p', 'v')
               or n.nspname = 'pgmq' and c.relkind in ('r', 'p') and c.relname ~ '^[qa]_')
          and pg_has_role(c.relowner, 'usage')
        order by c.oid = v_relation desc nulls last, c.oid
      loop
        -- The first is waited for longer than deadlock_timeout (1 s), so that autovacuum makes way. Whoever holds
        -- something gives up within half of that: nobody who waits for it is told of a deadlock.
        perform set_config('lock_timeout', case
          when v_attempt is null then '1500'
          else greatest(1, extract(milliseconds from v_attempt + interval '500 ms' - clock_timestamp())::integer)::text
        end, true);
        execute format('lock table %s in access exclusive mode', v_relation);
        v_attempt := coalesce(v_attempt, clock_timestamp());
      end loop;
      exit;
    exception when lock_not_available or deadlock_detected then
      if clock_timestamp() > v_until then
        raise exception using
          errcode = 'lock_not_available',
          message = format('Could not lock %s within 15 seconds, so nothing was changed', v_relation),
          hint = 'Push again; if it stays so, pg_stat_activity says whose transaction is open.';
      end if;
    end;
    perform pg_sleep(0.5); -- whoever has waited for what was held goes on
  end loop;
  -- Tables of others (auth, storage) come later, if at all.
  perform set_config('lock_timeout', '5000', true);
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
