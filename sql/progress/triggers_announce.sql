-- progress: tells the screens what has changed, see private.announce. A log stands for the events read from it.

create function private.announce_logs()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('logs', array(select distinct c.client_id from changed c));
  return null;
end;
$$;

comment on function private.announce_logs() is 'Announces changed logs and events.';

create trigger announce_added after insert on public.logs
  referencing new table as changed for each statement execute function private.announce_logs();
create trigger announce_deleted after delete on public.logs
  referencing old table as changed for each statement execute function private.announce_logs();
create trigger announce_added after insert on public.progress_events
  referencing new table as changed for each statement execute function private.announce_logs();
create trigger announce_changed after update on public.progress_events
  referencing new table as changed for each statement execute function private.announce_logs();
create trigger announce_deleted after delete on public.progress_events
  referencing old table as changed for each statement execute function private.announce_logs();


create function private.announce_changed_logs()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  -- A worker that begins to read is no news; what it has read is.
  perform private.announce('logs', array(select distinct c.client_id from changed c where c.ai_status <> 'processing'));
  return null;
end;
$$;

comment on function private.announce_changed_logs() is 'Announces logs that were read or decided on, or lost a picture.';

create trigger announce_changed after update on public.logs
  referencing new table as changed for each statement execute function private.announce_changed_logs();


create function private.announce_days()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('day_states', array(select distinct c.client_id from changed c));
  return null;
end;
$$;

comment on function private.announce_days() is 'Announces days that were marked.';

create trigger announce_added after insert on public.day_states
  referencing new table as changed for each statement execute function private.announce_days();
create trigger announce_changed after update on public.day_states
  referencing new table as changed for each statement execute function private.announce_days();
create trigger announce_deleted after delete on public.day_states
  referencing old table as changed for each statement execute function private.announce_days();


create function private.announce_plans()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce('plans', array(select c.client_id from changed c where c.activated_at is not null));
  perform private.announce('plans', array(select c.client_id from changed c where c.activated_at is null), p_is_draft => true);
  return null;
end;
$$;

comment on function private.announce_plans() is 'Announces changed plans; a draft to the coach alone.';

create trigger announce_added after insert on public.plans
  referencing new table as changed for each statement execute function private.announce_plans();
create trigger announce_changed after update on public.plans
  referencing new table as changed for each statement execute function private.announce_plans();
create trigger announce_deleted after delete on public.plans
  referencing old table as changed for each statement execute function private.announce_plans();


create function private.announce_reports()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce(
    'weekly_reports', array(select distinct c.client_id from changed c), p_is_draft => tg_table_name = 'weekly_reports'
  );
  return null;
end;
$$;

comment on function private.announce_reports() is 'Announces changed reports: to the coach, and once they are sent to the client.';

create trigger announce_added after insert on public.weekly_reports
  referencing new table as changed for each statement execute function private.announce_reports();
create trigger announce_changed after update on public.weekly_reports
  referencing new table as changed for each statement execute function private.announce_reports();
create trigger announce_added after insert on public.sent_reports
  referencing new table as changed for each statement execute function private.announce_reports();
create trigger announce_changed after update on public.sent_reports
  referencing new table as changed for each statement execute function private.announce_reports();
