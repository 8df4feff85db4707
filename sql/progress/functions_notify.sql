-- progress: tells coaches and clients what waits for them.

create function private.notify_reviews()
returns void
language sql
set search_path = ''
as $$
  select private.notify(
    w.coach_id, 'log_needs_review', jsonb_build_object('count', w.logs), 'log_needs_review ' || extract(epoch from w.newest)
  )
  from (
    select c.coach_id, count(*) as logs, max(coalesce(l.processed_at, l.created_at)) as newest
    from public.logs l
    join public.clients c on c.id = l.client_id
    where l.ai_status in ('needs_review', 'failed') and c.coach_id is not null and c.archived_at is null
    group by c.coach_id
  ) w
  where not exists (
    select from public.notifications n
    where n.user_id = w.coach_id and n.kind = 'log_needs_review' and n.read_at is null and n.due_at > now() - interval '1 day'
  )
$$;

comment on function private.notify_reviews() is
  'Tells each coach that logs wait for review: when there is a newer one than they were told of, and at most once a day until they have read it. Run by cron.';


create function private.notify_silence(p_now timestamptz default now())
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_hour constant integer := 18; -- of the client's day
  v_one  record;
begin
  for v_one in
    select c.id, c.name, c.user_id, c.coach_id, last_log.day
    from public.clients c
    cross join lateral (select private.local_date(p_now, c.timezone) as today) t
    join lateral (
      select l.local_date_for_client as day from public.logs l where l.client_id = c.id order by l.created_at desc limit 1
    ) last_log on true
    where c.archived_at is null
      and extract(hour from p_now at time zone c.timezone) = v_hour
      and last_log.day between t.today - 14 and t.today - 4
      and not exists (
        select from public.day_states d where d.client_id = c.id and d.day between t.today - 3 and t.today and d.state = 'excused'
      )
  loop
    -- The last day with a log is the cause, so a gap is told once.
    perform private.notify(
      v_one.user_id, 'no_data', jsonb_build_object('since', v_one.day), format('no_data %s %s', v_one.id, v_one.day),
      p_client_id => v_one.id
    );
    perform private.notify(
      v_one.coach_id, 'client_silent', jsonb_build_object('name', v_one.name, 'since', v_one.day, 'client_id', v_one.id),
      format('client_silent %s %s', v_one.id, v_one.day), p_client_id => v_one.id
    );
  end loop;
end;
$$;

comment on function private.notify_silence(timestamptz) is
  'Tells a client, and their coach, that three whole days have passed without a log, at six in the evening of the client, once for each gap. Days marked as excused count as no gap. Run by cron.';


create function private.notify_report()
returns trigger
language plpgsql
security definer -- writes notifications, which no API role may
set search_path = ''
as $$
begin
  if new.week_end > current_date - 14 then -- reports of weeks long past are made when a coach looks back
    perform private.notify(
      c.user_id, 'report_ready', jsonb_build_object('week_start', new.week_start, 'week_end', new.week_end),
      format('report_ready %s %s', new.client_id, new.week_start), p_client_id => new.client_id
    )
    from public.clients c
    where c.id = new.client_id;
  end if;
  return null;
end;
$$;

comment on function private.notify_report() is 'Tells a client that the report of a week was sent to them, the first time.';
