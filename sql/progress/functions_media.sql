-- progress: recognises a picture that was sent before.

create function worker.claim_media(p_log_id uuid, p_digests text[])
returns setof text
language plpgsql
security definer -- the digests are closed to API roles
set search_path = ''
as $$
begin
  -- Locks the log before its client, in the order of an erasure.
  perform from public.logs where id = p_log_id for key share;

  -- The first log keeps a picture, unless reading it gave no event: then the next log may try. Pictures are claimed in
  -- one order, so that two logs with the same pictures cannot deadlock.
  insert into private.media_digests as d (client_id, sha256, log_id)
  select distinct l.client_id, p.sha256, l.id
  from public.logs l
  cross join unnest(p_digests) as p(sha256)
  where l.id = p_log_id
  order by l.client_id, p.sha256
  on conflict (client_id, sha256) do update
    set log_id = excluded.log_id
    where exists (
      select from public.logs o
      where o.id = d.log_id
        and o.ai_status in ('needs_review', 'failed')
        and not exists (select from public.progress_events e where e.log_id = o.id)
    );

  return query
  select d.sha256
  from public.logs l
  join private.media_digests d on d.client_id = l.client_id
  where l.id = p_log_id and d.sha256 = any (p_digests) and d.log_id <> p_log_id
  order by d.sha256;
end;
$$;

comment on function worker.claim_media(uuid, text[]) is
  'Marks pictures, by the hex SHA-256 of their bytes, as belonging to a log, and returns those that belong to another log of the same client: repeats. A repeated call for the same log gives the same answer. A log that failed, or that waits for review without any event, loses its pictures to the next log that has them.';
grant execute on function worker.claim_media(uuid, text[]) to service_role;
