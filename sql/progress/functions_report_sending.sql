-- progress: what becomes of a written report. The coach edits it and sends it, or it goes by itself; the client opens it;
-- and when its facts change it is queued to be written again.

create function private.is_over(p_day date, p_timezone text)
returns boolean
language sql
stable
set search_path = ''
as $$
  select p_day < private.local_date(now(), p_timezone)
$$;

comment on function private.is_over(date, text) is 'Whether a day is over in a time zone.';


create function private.send_report(p_report public.weekly_reports, p_by uuid)
returns public.sent_reports
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_sent public.sent_reports;
begin
  select s.* into v_sent from public.sent_reports s
  where s.report_id = p_report.id
  order by s.sent_at desc, s.id limit 1;
  if (v_sent.client_report, v_sent.coach_note) is distinct from (p_report.client_report, p_report.coach_note) then
    insert into public.sent_reports (report_id, client_id, week_start, week_end, client_report, coach_note, sent_by)
    values (
      p_report.id, p_report.client_id, p_report.week_start, p_report.week_end, p_report.client_report, p_report.coach_note, p_by
    )
    returning * into v_sent;
  end if;
  return v_sent;
end;
$$;

comment on function private.send_report(public.weekly_reports, uuid) is
  'Sends a report to its client as it is now; the same words are not sent twice. Checks nothing.';


create function private.send_weekly_report(p_report_id uuid, p_version integer)
returns public.sent_reports
language plpgsql
volatile
security definer -- writes sent_reports, which no API role may
set search_path = ''
as $$
declare
  v_report public.weekly_reports;
begin
  select r.* into v_report from public.weekly_reports r
  where r.id = p_report_id and r.client_id = any (private.my_coached_client_ids())
  for update;
  if not found then
    perform private.refuse('PT404', 'no_such_report', 'No such report', 'Send reports of your own clients.');
  end if;
  if v_report.status <> 'ready' or v_report.client_report is null then
    perform private.refuse('PT409', 'report_not_written', 'This report is not written', 'Send it once its status is ready.');
  end if;
  perform private.check_version(
    p_version, v_report.version, jsonb_build_object('client_report', v_report.client_report, 'coach_note', v_report.coach_note), null
  );
  if not exists (
    select from public.clients c where c.id = v_report.client_id and private.is_over(v_report.week_end, c.timezone)
  ) then
    perform private.refuse('PT409', 'week_running', 'This week is not over', 'Until then its report is a draft for the coach.');
  end if;
  return private.send_report(v_report, (select auth.uid()));
end;
$$;

comment on function private.send_weekly_report(uuid, integer) is 'Body of public.send_weekly_report.';
grant execute on function private.send_weekly_report(uuid, integer) to authenticated;


create function public.send_weekly_report(report_id uuid, version integer)
returns public.sent_reports
language sql
volatile
set search_path = ''
as $$
  select private.send_weekly_report(report_id, version)
$$;

comment on function public.send_weekly_report(uuid, integer) is
  'Sends a report to the client as the coach has seen it (version), with the coach''s note. The same words are not sent twice. PT404, PT409 not written, changed meanwhile, or its week is not over.';
grant execute on function public.send_weekly_report(uuid, integer) to authenticated;


create function private.open_report(p_sent_id uuid)
returns void
language plpgsql
volatile
security definer -- writes sent_reports, which no API role may
set search_path = ''
as $$
begin
  update public.sent_reports s
  set read_at = coalesce(s.read_at, now())
  where s.id = p_sent_id and s.client_id = any (private.my_own_client_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_report', 'No such report', 'Open a report that was sent to you.');
  end if;
end;
$$;

comment on function private.open_report(uuid) is 'Body of public.open_report.';
grant execute on function private.open_report(uuid) to authenticated;


create function public.open_report(sent_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.open_report(sent_id)
$$;

comment on function public.open_report(uuid) is
  'Notes when the client has first opened a report that was sent to them; the coach sees it as read. PT404 not one of the caller''s own.';
grant execute on function public.open_report(uuid) to authenticated;


create function private.lock_reports(p_client_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.weekly_reports r where r.client_id = any (p_client_ids) order by r.id for update;
end;
$$;

comment on function private.lock_reports(uuid[]) is
  'Locks the reports of clients in one order, before several changes that each lock the reports of their weeks, so that nobody deadlocks.';


create function private.note_changed_facts(p_client_id uuid, p_from date, p_to date)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_debounce constant integer := 600; -- seconds: what changes meanwhile is written about at once
  v_messages jsonb[];
begin
  -- A week is compared with the fourteen days before it. The row is changed each time, because whoever is claiming the
  -- report holds it until its facts are read.
  with report as (
    select r.id, r.client_id, r.week_end, r.facts_changed_at is null as is_news
    from public.weekly_reports r
    where r.client_id = p_client_id and r.week_start between p_from - 6 and p_to + 14 and r.status <> 'failed'
    order by r.id
    for update
  ), noted as (
    update public.weekly_reports r set facts_changed_at = now() from report where r.id = report.id
  )
  select array_agg(private.report_message(r.id, r.client_id)) into v_messages
  from report r
  join public.clients c on c.id = r.client_id
  where r.is_news
    and r.week_end < private.local_date(now(), c.timezone) and r.week_end >= private.local_date(now(), c.timezone) - 28;

  if v_messages is not null then
    perform private.enqueue('reports', v_messages, '{"type": "SWEEP"}', v_debounce);
  end if;
end;
$$;

comment on function private.note_changed_facts(uuid, date, date) is
  'Notes on the reports that tell of these days of a client that their facts may have changed, and queues those of the last four weeks to be written again in ten minutes. A running week is written again when it is over, an older one when the coach asks for it.';
