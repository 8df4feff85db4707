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

DROP TRIGGER "check_client" ON "public"."clients";

CREATE OR REPLACE FUNCTION private.check_client()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'INSERT' and (select auth.uid()) is not null and not private.am_coach() then
    raise sqlstate 'PT403' using message = 'Only coaches add clients',
      hint = 'Sign up as a coach with another e-mail; as a client, accept your coach''s invite.';
  end if;
  if length(btrim(new.name)) between 1 and 200 is not true then
    raise sqlstate 'PT422' using message = 'A client needs a name', hint = 'Give one of 1 to 200 characters.';
  end if;
  if new.email not like '%_@_%' or length(new.email) > 320 then
    raise sqlstate 'PT422' using message = 'This is not an e-mail address', hint = 'Give one like anna@example.com, or null.';
  end if;
  if new.locale is null then
    raise sqlstate 'PT422' using message = 'There is no language', hint = 'Give a locale, ru or en.';
  end if;
  if not private.is_timezone(new.timezone) then
    raise sqlstate 'PT422' using
      message = format('%s is not a time zone', coalesce(to_json(left(new.timezone, 60))::text, 'null')),
      hint = 'Use an IANA name such as Europe/Moscow or America/New_York.';
  end if;
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_plan()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_client public.clients;
begin
  if tg_op = 'INSERT' then
    -- Before the policy, which could only say no: a client of somebody else is as absent as one there never was.
    v_client := private.hold_client(new.client_id);
    if v_client is null then
      raise sqlstate 'PT404' using message = 'No such client', hint = 'Check client_id: plans are for your own clients.';
    end if;
    if (select auth.uid()) is not null and v_client.coach_id is distinct from (select auth.uid()) then
      raise sqlstate 'PT403' using message = 'Only the coach writes plans', hint = 'Ask your coach for a plan, or for a change of yours.';
    end if;
  end if;
  if length(btrim(new.title)) between 1 and 200 is not true then
    raise sqlstate 'PT422' using message = 'A plan needs a title', hint = 'Give one of 1 to 200 characters.';
  end if;
  if new.type is null or new.start_date is null then
    raise sqlstate 'PT422' using message = 'A plan needs a type and a start date',
      hint = 'Give type (nutrition, training or combined) and start_date (YYYY-MM-DD).';
  end if;
  if new.start_date not between '1900-01-01' and '2999-12-31' or new.end_date not between '1900-01-01' and '2999-12-31' then
    raise sqlstate 'PT422' using message = 'A plan begins and ends on a day of our age', hint = 'Leave end_date out for a plan without an end.';
  end if;
  if new.end_date < new.start_date then
    raise sqlstate 'PT422' using message = 'The plan ends before it begins', hint = 'Give an end_date on or after start_date, or none.';
  end if;
  if tg_op = 'UPDATE' and old.activated_at is not null and new.activated_at is not null then
    if (new.client_id, new.type, new.start_date, new.config_json) is distinct from
       (old.client_id, old.type, old.start_date, old.config_json)
    then
      raise sqlstate 'PT409' using message = 'This plan has been in force, so its targets and start stay as they are',
        hint = 'Make a new plan and activate it: past days keep the old targets.';
    end if;
    if new.end_date is distinct from old.end_date
      and least(new.end_date, old.end_date) < (
        select private.local_date(now(), c.timezone) - 1 from public.clients c where c.id = new.client_id
      )
    then
      raise sqlstate 'PT409' using message = 'A plan cannot end differently in the past', hint = 'Choose an end_date from yesterday on.';
    end if;
    if new.end_date is distinct from old.end_date and exists (
      select from public.plans o
      where o.client_id = new.client_id and o.id <> new.id and o.activated_at is not null
        and (o.type = new.type or 'combined' in (o.type, new.type))
        and daterange(o.start_date, o.end_date, '[]') && daterange(new.start_date, new.end_date, '[]')
    ) then
      raise sqlstate 'PT409' using message = 'Another plan is in force on those days', hint = 'Choose an end_date before the next plan begins.';
    end if;
  end if;
  perform private.check_plan_config(new.type, new.config_json);
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.check_profile()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.full_name is null or length(new.full_name) > 200 then
    raise sqlstate 'PT422' using message = 'The name is not text of at most 200 characters', hint = 'Give a shorter one; it may be empty.';
  end if;
  if new.locale is null then
    raise sqlstate 'PT422' using message = 'There is no language', hint = 'Give a locale, ru or en.';
  end if;
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.close_review(p_log_id uuid)
 RETURNS public.logs
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_log public.logs;
begin
  select * into v_log from public.logs
  where id = p_log_id and client_id = any (private.my_client_ids())
  for update;
  if not found then
    raise sqlstate 'PT404' using message = 'No such log', hint = 'Check the log id.';
  end if;
  if v_log.ai_status in ('pending', 'processing') then
    raise sqlstate 'PT409' using message = 'This log is being read', hint = 'Try again in a moment, when it has been read.';
  end if;
  if exists (select from public.progress_events e where e.log_id = p_log_id and e.status = 'needs_review') then
    raise sqlstate 'PT409' using message = 'An event of this log still waits for a decision',
      hint = 'Confirm, correct or reject it: the log then settles by itself.';
  end if;
  if v_log.ai_status in ('needs_review', 'failed') then
    update public.logs set ai_status = 'processed', settled_at = now() where id = p_log_id returning * into v_log;
  end if;
  return v_log;
end;
$function$;

CREATE OR REPLACE FUNCTION private.complete_log()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  v_client public.clients := private.hold_client(new.client_id);
  v_user   uuid := (select auth.uid());
begin
  if v_client is null then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check client_id, and that you are signed in as their coach or as the client.';
  end if;
  if coalesce(new.raw_text, '') !~ '[^[:space:]\u200b-\u200f\u2060\ufeff]' and new.media_urls = '[]' then
    raise sqlstate 'PT422' using message = 'The log is empty', hint = 'Send some text in raw_text, or a picture in media_urls.';
  end if;
  if length(new.raw_text) > 4000 then
    raise sqlstate 'PT422' using message = 'The log is too long', hint = 'Send at most 4000 characters; split it if you need more.';
  end if;
  if new.created_at between now() - interval '1 year' and now() + interval '5 minutes' is not true then
    raise sqlstate 'PT422' using message = 'created_at is not within the last year', hint = 'Leave it out for now, or give the time it was written.';
  end if;
  if new.source is null then
    raise sqlstate 'PT422' using message = 'source is not known', hint = 'Leave it out, or give smart_log, quick_action, import or other.';
  end if;
  if new.media_urls is distinct from '[]' then
    perform private.check_media(new.client_id, new.media_urls);
  end if;

  new.author_type := case v_user when v_client.user_id then 'client' when v_client.coach_id then 'coach' else 'system' end;
  new.local_date_for_client := private.local_date(new.created_at, v_client.timezone);
  return new;
end;
$function$;

CREATE OR REPLACE FUNCTION private.hold_client(p_client_id uuid)
 RETURNS public.clients
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user   uuid := auth.uid();
  v_client public.clients;
begin
  select c.* into v_client from public.clients c
  where c.id = p_client_id and (v_user is null or v_user in (c.coach_id, c.user_id))
  for key share;
  return v_client;
end;
$function$;

CREATE OR REPLACE FUNCTION private.is_timezone(p_name text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  -- Postgres also takes POSIX rules such as FOO3 or Etc/GMT+99; only names of the IANA form go on to the real look-up.
  if p_name is null or p_name !~ '^(UTC|Etc/GMT(-1[0-4]|\+1[0-2]|[+-][0-9])|[A-Z][A-Za-z_-]+(/[A-Z][A-Za-z_-]+){1,2})$' then
    return false;
  end if;
  perform now() at time zone p_name;
  return true;
exception
  when invalid_parameter_value then
    return false;
end;
$function$;

CREATE OR REPLACE FUNCTION private.queue_weekly_report(p_client_id uuid, p_week_start date)
 RETURNS public.weekly_reports
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_report   public.weekly_reports;
  v_is_coach boolean;
  v_today    date;
begin
  select c.coach_id = (select auth.uid()), private.local_date(now(), c.timezone) into v_is_coach, v_today
  from public.clients c
  where c.id = p_client_id and c.id = any (private.my_client_ids());
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
  if p_week_start is null or p_week_start not between '1900-01-01' and '2999-12-31' then
    raise sqlstate 'PT422' using message = 'This is not a day of our age', hint = 'Give week_start as YYYY-MM-DD.';
  end if;
  if extract(isodow from p_week_start) <> 1 then
    raise sqlstate 'PT422' using message = 'A week starts on a Monday',
      hint = format('The week of that day starts on %s.', date_trunc('week', p_week_start)::date);
  end if;
  if p_week_start < v_today - 731 then
    raise sqlstate 'PT422' using message = 'This week is too long ago', hint = 'Ask for a week of the last two years.';
  end if;
  if p_week_start > v_today then
    raise sqlstate 'PT422' using message = 'This week has not begun', hint = 'Ask for a week up to the present one.';
  end if;

  begin
    insert into public.weekly_reports as r (client_id, week_start)
    values (p_client_id, p_week_start)
    on conflict (client_id, week_start) do update
      set status = 'queued', error = null
      where (r.status <> 'queued' and (v_is_coach or r.status = 'failed'))
        -- Being written already, so from facts that may be older than this request: written once more.
        or (r.status = 'queued' and v_is_coach and not exists (
          select from pgmq.q_weekly_reports q where q.message ->> 'report_id' = r.id::text and q.read_ct = 0
        ))
    returning * into v_report;
  exception
    -- Erased meanwhile. Not held beforehand: an erasure locks a client's reports before the client.
    when foreign_key_violation then
      raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end;

  if v_report.id is not null then
    perform pgmq.send('weekly_reports', jsonb_build_object('report_id', v_report.id));
    perform private.nudge('weekly_reports', jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'weekly_reports',
      'record', jsonb_build_object('id', v_report.id, 'client_id', v_report.client_id), 'old_record', null
    ));
  else
    select * into v_report from public.weekly_reports where client_id = p_client_id and week_start = p_week_start;
  end if;
  return v_report;
end;
$function$;

CREATE TRIGGER check_client BEFORE INSERT OR UPDATE OF name, email, timezone, locale ON public.clients FOR EACH ROW EXECUTE FUNCTION private.check_client();

CREATE TRIGGER check_profile BEFORE UPDATE OF full_name, locale ON public.profiles FOR EACH ROW EXECUTE FUNCTION private.check_profile();

COMMENT ON FUNCTION "private"."check_client"() IS 'Refuses a client added by who is no coach, and one without a name, with a wrong e-mail or time zone.';

COMMENT ON FUNCTION "private"."check_profile"() IS 'Refuses a name that is too long, and no language.';

COMMENT ON FUNCTION "private"."hold_client"(uuid) IS 'The client, kept until the transaction ends, as the foreign key of what is being written would keep them a moment later; null where there is none for the caller. Waits for an erasure or the end of a coaching under way, and so sees what came of it.';

COMMENT ON FUNCTION "public"."settle_log"(uuid) IS 'Says that a person has seen what was not understood in a log, or that it failed, and that nothing needs to be done. ai_error stays as the reason; retry_log still reads it again. PT404, PT409 it is being read, or an event waits.';

REVOKE ALL ON FUNCTION "private"."check_profile"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."hold_client"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hold_client"(uuid) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."hold_client"(uuid) TO "service_role";
