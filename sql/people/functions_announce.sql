-- people: tells the screens of coaches and clients that something has changed. Other domains call this in their triggers.

create function private.announce(p_event text, p_client_ids uuid[], p_is_draft boolean default false)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_event text := p_event || case when p_is_draft then ' draft ' else ' ' end;
  v_told  text := coalesce(current_setting('wellio.announced', true), '');
  v_new   uuid[];
begin
  -- By hash, because a job tells of ten thousand clients at once.
  v_new := array(
    select distinct id from unnest(p_client_ids) id where v_event || id not in (select string_to_table(v_told, ','))
  );
  if v_new = '{}' then
    return;
  end if;
  -- What realtime.send does, for all topics at once. It too turns an error into a warning: a write never fails by this.
  begin
    perform set_config('wellio.announced', concat_ws(',', nullif(v_told, ''), v_event || array_to_string(v_new, ',' || v_event)), true);
    insert into realtime.messages (topic, event, payload, private, extension)
    select 'client:' || c.id, p_event, jsonb_build_object('client_ids', array[c.id]), true, 'broadcast'
    from public.clients c where c.id = any (v_new) and not p_is_draft
    union all
    select 'user:' || c.coach_id, p_event, jsonb_build_object('client_ids', array_agg(c.id)), true, 'broadcast'
    from public.clients c where c.id = any (v_new) and c.coach_id is not null group by c.coach_id;
  exception
    when others then
      raise warning 'Not announced: %', sqlerrm;
  end;
end;
$$;

comment on function private.announce(text, uuid[], boolean) is
  'Tells those who look at clients that rows of a table, by which the message is named, have changed: on client:<id> and on user:<id> of the coach; of a draft on the latter alone. It holds ids only: who hears it loads what they may read. Once a transaction, for screens load what there is at its end. Called as the owner: no API role may write messages.';


create function private.announce_to(p_event text, p_user_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into realtime.messages (topic, event, payload, private, extension)
  select distinct 'user:' || id, p_event, '{}'::jsonb, true, 'broadcast' from unnest(p_user_ids) id where id is not null;
exception
  when others then
    raise warning 'Not announced: %', sqlerrm;
end;
$$;

comment on function private.announce_to(text, uuid[]) is
  'Tells accounts, on user:<id>, that what is theirs alone has changed. Otherwise as private.announce.';
