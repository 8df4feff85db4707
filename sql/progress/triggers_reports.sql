-- progress: tells weekly reports of changed facts, and checks what a coach edits.

create function private.note_changed_events()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
declare
  v_counted constant public.event_status[] := '{auto, confirmed, corrected}';
begin
  if (new.status = any (v_counted) or old.status = any (v_counted)) and coalesce(new.event_type, old.event_type) not in ('note', 'other') then
    perform private.note_changed_facts(
      coalesce(new.client_id, old.client_id),
      least(new.date_for_metric, old.date_for_metric), greatest(new.date_for_metric, old.date_for_metric)
    );
  end if;
  return null;
end;
$$;

comment on function private.note_changed_events() is 'Tells the weekly reports of an event that counts, or has counted, that it has changed.';

create trigger note_changed_events
  after insert or update or delete on public.progress_events
  for each row execute function private.note_changed_events();


create function private.note_changed_plans()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
begin
  if coalesce(new.activated_at, old.activated_at) is not null then
    perform private.note_changed_facts(
      coalesce(new.client_id, old.client_id),
      least(new.start_date, old.start_date), greatest(coalesce(new.end_date, 'infinity'), coalesce(old.end_date, 'infinity'))
    );
  end if;
  return null;
end;
$$;

comment on function private.note_changed_plans() is 'Tells the weekly reports of days on which a plan is, or was, in force that it has changed.';

create trigger note_changed_plans
  after insert or update or delete on public.plans
  for each row execute function private.note_changed_plans();


create function private.note_changed_day()
returns trigger
language plpgsql
security definer -- writes reports and pgmq, which no API role may
set search_path = ''
as $$
begin
  perform private.note_changed_facts(
    coalesce(new.client_id, old.client_id), least(new.day, old.day), greatest(new.day, old.day)
  );
  return null;
end;
$$;

comment on function private.note_changed_day() is 'Tells the weekly reports of a day that somebody has marked it, or taken the mark away.';

create trigger note_changed_day
  after insert or update or delete on public.day_states
  for each row execute function private.note_changed_day();


create function private.check_report_edit()
returns trigger
language plpgsql
security definer -- reads the client's time zone whatever the caller may read
set search_path = ''
as $$
begin
  if (select auth.uid()) is null then
    return new; -- a worker
  end if;
  if length(btrim(new.client_report)) between 1 and 6000 is not true then
    perform private.refuse('PT422', 'report_text', 'A report needs a text', 'Give client_report 1 to 6000 characters.');
  end if;
  if length(new.coach_note) > 1000 then
    perform private.refuse('PT422', 'report_note', 'The note is too long', 'Give coach_note at most 1000 characters.');
  end if;
  new.coach_note := nullif(btrim(new.coach_note), '');
  if new.client_report is distinct from old.client_report then
    if exists (
      select from public.clients c where c.id = new.client_id and not private.is_over(old.week_end, c.timezone)
    ) then
      perform private.refuse(
        'PT409', 'week_running', 'This week is not over', 'Its text is written again when it is. A coach_note stays.'
      );
    end if;
    new.edited_at := now();
  end if;
  return new;
end;
$$;

comment on function private.check_report_edit() is 'Refuses an edit without a text, and of a week that is still running; notes when the text was edited.';

create trigger check_report_edit
  before update of client_report, coach_note on public.weekly_reports
  for each row execute function private.check_report_edit();

create trigger mark_version
  before update of version on public.weekly_reports
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of client_report, coach_note on public.weekly_reports
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update of client_report, coach_note, version on public.weekly_reports
  for each row execute function private.next_version();


create trigger notify_report
  after insert on public.sent_reports
  for each row execute function private.notify_report();
