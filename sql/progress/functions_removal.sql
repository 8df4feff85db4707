-- progress: people delete what they wrote themselves.

create function private.own_log(p_log_id uuid)
returns public.logs
language plpgsql
set search_path = ''
as $$
declare
  v_log    public.logs := private.lock_log(p_log_id);
  v_client public.clients;
begin
  select * into v_client from public.clients c where c.id = v_log.client_id;
  if private.my_role(v_client)::text is distinct from v_log.author_type::text and v_client.coach_id is not null then
    perform private.refuse(
      'PT403', 'log_of_another', 'Somebody else wrote this log', 'Whoever wrote it can delete it. You can reject its events.',
      jsonb_build_object('author', v_log.author_type)
    );
  end if;
  return v_log;
end;
$$;

comment on function private.own_log(uuid) is 'Locks a log that the caller may delete: a client what the client wrote, any coach of the client what a coach wrote, a client without a coach all.';


create function private.read_repeats_again(p_client_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_messages jsonb[];
begin
  with again as (
    update public.logs l
    set ai_status = 'pending', ai_error = null, ai_reasons = '{}'
    where l.client_id = p_client_id and l.ai_status not in ('pending', 'processing')
      and (l.ai_parsed_json ->> 'repeated_pictures')::integer > 0
    returning l.*
  )
  select array_agg(private.log_message(a.id, a.request_id, a.client_id, a.media_urls) order by a.created_at, a.id)
  into v_messages
  from again a;
  if v_messages is not null then
    perform private.enqueue('log_pictures', v_messages, jsonb_build_object(
      'type', 'UPDATE', 'schema', 'public', 'table', 'logs', 'record', null, 'old_record', null
    ));
  end if;
end;
$$;

comment on function private.read_repeats_again(uuid) is
  'Queues the logs of a client whose pictures were sent before: one of them counts in place of a picture that is deleted.';


create function private.delete_log(p_log_id uuid)
returns void
language plpgsql
security definer -- deletes from logs, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs := private.own_log(p_log_id);
begin
  delete from public.logs l where l.id = p_log_id;
  if v_log.media_urls <> '[]' then
    perform private.read_repeats_again(v_log.client_id);
  end if;
end;
$$;

comment on function private.delete_log(uuid) is 'Body of public.delete_log.';
grant execute on function private.delete_log(uuid) to authenticated;


create function public.delete_log(log_id uuid)
returns void
language sql
set search_path = ''
as $$
  select private.delete_log(log_id)
$$;

comment on function public.delete_log(uuid) is
  'Deletes a log with its events: a client what the client wrote, any coach of the client what a coach wrote, a client without a coach all. Its pictures are deleted within a minute or so. Cannot be undone. PT403 somebody else wrote it, PT404.';
grant execute on function public.delete_log(uuid) to authenticated;


create function private.delete_picture(p_log_id uuid, p_path text)
returns void
language plpgsql
security definer -- changes logs, and the digests are closed to API roles
set search_path = ''
as $$
declare
  v_log  public.logs := private.own_log(p_log_id);
  v_left jsonb := v_log.media_urls - coalesce(p_path, '');
begin
  if v_left = v_log.media_urls then
    return; -- a repeated request: the picture is gone already
  end if;
  if v_log.ai_status in ('pending', 'processing') then
    perform private.refuse('PT409', 'log_being_read', 'This log is being read', 'Try again in a moment, when it has been read.');
  end if;
  if v_left = '[]' and btrim(coalesce(v_log.raw_text, '')) = '' then
    delete from public.logs l where l.id = p_log_id;
  else
    update public.logs set media_urls = v_left where id = p_log_id;
    delete from private.media_digests d where d.log_id = p_log_id; -- those that are left are claimed again
    perform private.retry_log(p_log_id);
  end if;
  perform private.read_repeats_again(v_log.client_id);
end;
$$;

comment on function private.delete_picture(uuid, text) is 'Body of public.delete_picture.';
grant execute on function private.delete_picture(uuid, text) to authenticated;


create function public.delete_picture(log_id uuid, path text)
returns void
language sql
set search_path = ''
as $$
  select private.delete_picture(log_id, path)
$$;

comment on function public.delete_picture(uuid, text) is
  'Deletes one picture of a log, by who wrote it. The log is read again without it, so that what was read from the picture goes, unless a person has decided on it; a log without text and pictures is deleted. Cannot be undone. PT403 somebody else wrote it, PT404, PT409 it is being read, PT429.';
grant execute on function public.delete_picture(uuid, text) to authenticated;
