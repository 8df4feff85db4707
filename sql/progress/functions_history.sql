-- progress: history for the command line, to be read again or to be learnt from.

create function worker.log_history(
  p_since date, p_client uuid, p_decided boolean, p_after_time timestamptz, p_after_id uuid, p_limit integer
)
returns table (log jsonb, client jsonb, created_at timestamptz, ai_status public.ai_status, names_client boolean,
  explained boolean, repeated_pictures integer, events jsonb)
language sql
stable
security definer -- private.budget_scope is closed to API roles
set search_path = ''
as $$
  select
    jsonb_build_object(
      'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source, 'author_type', l.author_type,
      'local_date', l.local_date_for_client
    ),
    jsonb_build_object('locale', c.locale) || private.budget_scope(c),
    l.created_at,
    l.ai_status,
    -- Russian cases change the end of a name, so its last letter does not count.
    exists (
      select from regexp_split_to_table(lower(c.name), '\s+') part
      where length(part) > 2
        and position(left(part, greatest(3, length(part) - 1)) in lower(coalesce(l.raw_text, ''))) > 0
    ),
    coalesce((l.ai_parsed_json ->> 'explained')::boolean, false),
    coalesce((l.ai_parsed_json ->> 'repeated_pictures')::integer, 0),
    coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'event_type', e.event_type, 'date_for_metric', e.date_for_metric, 'data_json', e.data_json,
          'status', e.status, 'review_reasons', e.review_reasons, 'decided', e.corrected_at is not null
        ) order by e.event_type, e.date_for_metric
      )
      from public.progress_events e
      where e.log_id = l.id
    ), '[]')
  from public.logs l
  join public.clients c on c.id = l.client_id
  where (p_client is null or l.client_id = p_client)
    and (p_since is null or l.local_date_for_client >= p_since)
    and (p_after_id is null or (l.created_at, l.id) > (p_after_time, p_after_id))
    and (not p_decided or exists (
      select from public.progress_events e where e.log_id = l.id and e.corrected_at is not null
    ))
  order by l.created_at, l.id
  limit least(p_limit, 500)
$$;

comment on function worker.log_history(date, uuid, boolean, timestamptz, uuid, integer) is
  'Logs with their events, oldest first, from a local day on; of one client, or of all; with p_decided only those on which a person has decided. The next page begins after (p_after_time, p_after_id), the last row of the one before. names_client: the text has the client''s name in it.';
grant execute on function worker.log_history(date, uuid, boolean, timestamptz, uuid, integer) to service_role;


create function worker.requeue_logs(p_log_ids uuid[])
returns setof uuid
language plpgsql
security definer -- changes logs, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  -- Locks in the order of finish_logs, so that the two cannot deadlock.
  v_ids := array(
    select id from public.logs
    where id = any (p_log_ids) and ai_status not in ('pending', 'processing')
    order by id
    for update
  );
  if v_ids = '{}' then
    return;
  end if;

  update public.logs set ai_status = 'pending', ai_error = null, ai_reasons = '{}' where id = any (v_ids);
  perform private.enqueue(b.queue, b.messages, '{"type": "SWEEP"}')
  from (
    select private.log_queue(l.media_urls) as queue,
           array_agg(private.log_message(l.id, l.request_id, l.client_id, l.media_urls) order by l.created_at, l.id) as messages
    from public.logs l
    where l.id = any (v_ids)
    group by 1
  ) b;
  return query select unnest(v_ids);
end;
$$;

comment on function worker.requeue_logs(uuid[]) is
  'Queues logs to be read again, with one nudge a queue. Returns the logs that it queued, without those already queued. Events that a person has decided on stay.';
grant execute on function worker.requeue_logs(uuid[]) to service_role;
