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

CREATE OR REPLACE FUNCTION private.check_plan()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- Before the policy, which could only say no: a client of somebody else is as absent as one there never was.
  if tg_op = 'INSERT' and private.hold_client(new.client_id) is null then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check client_id: plans are for your own clients.';
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
  if new.created_at > now() + interval '5 minutes' or new.created_at < now() - interval '1 year' then
    raise sqlstate 'PT422' using message = 'created_at is not within the last year', hint = 'Leave it out for now, or give the time it was written.';
  end if;
  if new.media_urls <> '[]' then
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

COMMENT ON FUNCTION "private"."hold_client"(uuid) IS 'The client, kept until the transaction ends, as the foreign key of what is being written would keep them a moment later; null where there is none for the caller. Waits for an erasure or the end of a coaching under way, and so sees what came of it.';

REVOKE ALL ON FUNCTION "private"."hold_client"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."hold_client"(uuid) TO "authenticated";

GRANT EXECUTE ON FUNCTION "private"."hold_client"(uuid) TO "service_role";
