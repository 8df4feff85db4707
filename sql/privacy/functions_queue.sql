-- privacy: the queue of erasures as the cloud function sees it. No message becomes a dead letter, because files must go.

create function private.files_of(p_message jsonb, p_limit integer)
returns table (bucket text, path text)
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_message ? 'bucket' then
    return query
    select o.bucket_id, o.name from storage.objects o
    where o.bucket_id = p_message ->> 'bucket' and o.name in (select jsonb_array_elements_text(p_message -> 'paths'));
    return;
  end if;
  if p_message ? 'paths' then
    return query
    select o.bucket_id, o.name
    from jsonb_array_elements_text(p_message -> 'paths') p(path)
    join storage.objects o on o.bucket_id = 'log-media' and o.name = p.path
    where not exists (
      select from public.logs l where l.client_id = (p_message ->> 'client_id')::uuid and l.media_urls ? p.path
    );
    return;
  end if;
  -- The pattern is a constant. With a parameter all files of all clients would be read.
  return query execute format(
    'select o.bucket_id, o.name from storage.objects o where o.name like %L order by o.name limit %s',
    (p_message ->> 'client_id') || '/%', p_limit
  );
end;
$$;

comment on function private.files_of(jsonb, integer) is 'The files that a message of the queue wants deleted: of a log those of its pictures that no other log has, of a bucket the paths named, of an erased client the whole folder, in whichever bucket.';


create function worker.claim_erasures(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, files jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select m.msg_id, m.read_ct, (
    select coalesce(jsonb_agg(jsonb_build_object('bucket', f.bucket, 'path', f.path)), '[]')
    from private.files_of(m.message, 500) f
  )
  from pgmq.read('erasures', p_lease_seconds, p_limit) m
$$;

comment on function worker.claim_erasures(integer, integer) is 'Leases up to p_limit erased clients, deleted logs and deleted attachments for p_lease_seconds, with up to 500 of the files each still has. (msg_id, read_ct) is the lease.';
grant execute on function worker.claim_erasures(integer, integer) to service_role;


create function worker.finish_erasures(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes the record, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_held   bigint[] := array(select private.held_messages('erasures', p_results));
  v_result record;
begin
  for v_result in
    select q.msg_id, r.files, (q.message ->> 'client_id')::uuid as client_id, q.message, (q.message ->> 'until')::timestamptz as until
    from jsonb_to_recordset(p_results) as r(msg_id bigint, files integer)
    join pgmq.q_erasures q on q.msg_id = r.msg_id
    where q.msg_id = any (v_held)
  loop
    if exists (select from private.files_of(v_result.message, 1)) then
      -- There are more. Where Storage has deleted none, the next look waits, so that the worker does not spin.
      perform pgmq.set_vt('erasures', v_result.msg_id, case when v_result.files > 0 then 0 else 60 end);
      continue;
    end if;

    insert into public.audit_entries (action, client_id, coach_id, user_id, files)
    select 'files_erased', e.client_id, e.coach_id, e.user_id, v_result.files
    from public.audit_entries e
    where e.client_id = v_result.client_id and e.action = 'erased'
      and (v_result.files > 0 or not exists (
        select from public.audit_entries f where f.client_id = e.client_id and f.action = 'files_erased'
      ));

    if v_result.until > now() then
      perform pgmq.set_vt('erasures', v_result.msg_id, ceil(extract(epoch from v_result.until - now()))::integer);
    else
      perform pgmq.delete('erasures', v_result.msg_id); -- the record tells the rest
    end if;
  end loop;
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_erasures(jsonb) is 'After files were deleted: when none is left, records it and looks again once no upload can be under way any more; else there are more to delete. Takes [{msg_id, read_ct, files: how many were deleted}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_erasures(jsonb) to service_role;
