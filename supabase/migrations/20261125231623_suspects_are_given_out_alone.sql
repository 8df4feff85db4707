-- file: sql/foundation/schemas.sql
-- foundation: the three doors (public, worker, private), the extensions, and no default privileges.
-- Every migration begins with this file, so it can be run again.

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
-- end of file: sql/foundation/schemas.sql

set local check_function_bodies = off;

CREATE OR REPLACE FUNCTION private.alone_from()
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
RETURN 4;

CREATE OR REPLACE FUNCTION private.logs_at_once(p_limit integer)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  -- Handed back, a log is pending again; still processing, nobody has lived to say what became of it.
  select case when exists (
    select from pgmq.q_log_processing q
    join public.logs l on l.id = (q.message ->> 'log_id')::uuid
    where q.vt <= clock_timestamp() and q.read_ct + 1 >= private.alone_from() and l.ai_status = 'processing'
  ) then 1 else p_limit end
$function$;

CREATE OR REPLACE FUNCTION worker.claim_logs(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, log jsonb, client jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_message record;
  v_read    integer;
  v_claimed integer := 0;
begin
  loop
    v_read := 0;
    for v_message in
      select m.msg_id, m.read_ct, (m.message ->> 'log_id')::uuid as log_id
      from pgmq.read('log_processing', p_lease_seconds, private.logs_at_once(p_limit)) m
      order by log_id -- logs are locked in the order of finish_logs, so that the two never deadlock
    loop
      v_read := v_read + 1;
      if v_message.read_ct > private.max_attempts() then
        update public.logs
        set ai_status = 'failed', ai_error = coalesce(ai_error, 'Reading was interrupted too often.')
        where id = v_message.log_id;
      else
        return query
        update public.logs l
        set ai_status = 'processing'
        from public.clients c
        where l.id = v_message.log_id and c.id = l.client_id
        returning
          v_message.msg_id,
          v_message.read_ct,
          jsonb_build_object(
            'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
            'local_date', l.local_date_for_client
          ),
          jsonb_build_object(
            'id', c.id, 'locale', c.locale, 'today', private.local_date(now(), c.timezone),
            'model_calls_today', private.ai_calls_today(c.id)
          );
        if found then
          v_claimed := v_claimed + 1;
          continue;
        end if;
      end if;
      perform pgmq.archive('log_processing', v_message.msg_id); -- a dead letter, or a log that is gone
    end loop;
    -- Whoever gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when v_claimed > 0 or v_read = 0;
  end loop;
end;
$function$;

COMMENT ON FUNCTION "private"."alone_from"() IS 'Which delivery of an interrupted message is given out alone.';

COMMENT ON FUNCTION "private"."logs_at_once"(integer) IS 'How many logs to give out: p_limit, or one while a log waits that was interrupted again and again. It may be the one that kills its workers, and those given out with it would become dead letters too.';

COMMENT ON FUNCTION "worker"."claim_logs"(integer, integer) IS 'Leases up to p_limit waiting logs for p_lease_seconds, with the context needed to read them. (msg_id, read_ct) is the lease. What was interrupted three times is given out alone, and after 8 claims without a verdict is a dead letter.';

REVOKE ALL ON FUNCTION "private"."alone_from"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."logs_at_once"(integer) FROM PUBLIC;
