-- progress: stores what was read from logs.

create function private.store_readings(p_readings jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Locks in one order, so that two workers finishing the same logs cannot deadlock.
  perform from public.logs
  where id in (select r.log_id from jsonb_to_recordset(p_readings) as r(log_id uuid))
  order by id
  for update;

  perform private.lock_reports(array(
    select l.client_id from public.logs l
    where l.id in (select r.log_id from jsonb_to_recordset(p_readings) as r(log_id uuid))
  ));

  with result as (
    select r.log_id, r.parser, r.events
    from jsonb_to_recordset(p_readings) as r(log_id uuid, parser text, events jsonb)
  ), decided as (
    select o.log_id, o.event_type from public.progress_events o
    where o.log_id in (select log_id from result) and o.corrected_at is not null
  ), event as (
    select l.id as log_id, l.client_id, l.created_at as logged_at, coalesce(e.parser, r.parser) as parser,
           e.event_type, e.date_for_metric, e.data_json, e.confidence, e.status, e.review_reasons, e.field_sources
    from result r
    join public.logs l on l.id = r.log_id
    cross join jsonb_to_recordset(r.events) as e(
      event_type public.event_type, date_for_metric date, data_json jsonb, confidence real,
      status public.event_status, review_reasons text[], parser text, field_sources jsonb
    )
    where (l.id, e.event_type) not in (select d.log_id, d.event_type from decided d)
  ), withdrawn as (
    delete from public.progress_events o
    where o.log_id in (select log_id from result)
      and o.corrected_at is null
      and (o.log_id, o.event_type) not in (select d.log_id, d.event_type from decided d)
      and (o.log_id, o.event_type, o.date_for_metric) not in (
        select e.log_id, e.event_type, e.date_for_metric from event e
      )
  )
  insert into public.progress_events as o (
    log_id, client_id, logged_at, parser, event_type, date_for_metric, data_json, confidence, status, review_reasons,
    field_sources
  )
  select log_id, client_id, logged_at, parser, event_type, date_for_metric, data_json, confidence, status, review_reasons,
    coalesce(field_sources, '{}')
  from event
  on conflict (log_id, event_type, date_for_metric) do update
    set data_json = excluded.data_json, confidence = excluded.confidence, status = excluded.status,
        review_reasons = excluded.review_reasons, parser = excluded.parser, field_sources = excluded.field_sources
    where o.corrected_at is null;

  update public.logs l
  set ai_classification_json = r.classification,
      ai_parsed_json = r.parsed,
      ai_status = case
        when exists (select from public.progress_events e where e.log_id = l.id and e.status = 'needs_review')
        then 'needs_review'
        when l.settled_at is not null then 'processed'
        else r.status end,
      ai_error = r.error,
      ai_reasons = coalesce(r.reasons, '{}'),
      processed_at = now()
  from jsonb_to_recordset(p_readings) as r(
    log_id uuid, classification jsonb, parsed jsonb, status public.ai_status, error text, reasons text[]
  )
  where l.id = r.log_id;
end;
$$;

comment on function private.store_readings(jsonb) is
  'Stores what was read from logs, at most one reading of each: [{log_id, classification, parsed, status, error, reasons, parser, events}] as worker.finish_logs takes it. Where a person has decided on one event of a type in a log, no event of that type changes.';
