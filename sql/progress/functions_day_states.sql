-- progress: what people say of a day as a whole.

create function private.set_day_state(
  p_client_id uuid, p_day date, p_state public.day_state, p_reason public.day_excuse, p_seen_at timestamptz
)
returns void
language plpgsql
security definer -- writes day_states, which no API role may: the author comes from the caller's role
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(p_client_id);
  v_role   public.profile_role := private.my_role(v_client);
  v_today  date;
  v_before public.day_states;
begin
  if v_role is null then
    perform private.refuse_client();
  end if;
  v_today := private.local_date(now(), v_client.timezone);
  if p_day between v_today - 366 and v_today + (case p_state when 'excused' then 60 else 0 end) is not true then
    perform private.refuse(
      'PT422', 'day_of_state', 'This day cannot be marked', 'Give a day of the last year up to today; an excused day may be 60 days ahead.'
    );
  end if;
  if (p_state is not distinct from 'excused') <> (p_reason is not null) then
    perform private.refuse('PT422', 'day_excuse', 'An excused day needs a reason, another day none', 'Give reason (ill, travelling or free_day) with excused only.');
  end if;

  select * into v_before from public.day_states s where s.client_id = p_client_id and s.day = p_day for update;
  if found and (v_before.state, v_before.reason) is distinct from (p_state, p_reason) and p_seen_at is distinct from v_before.created_at then
    if p_seen_at is null then
      perform private.refuse('PT428', 'version_missing', 'The day has been marked', 'Send seen_at: created_at of the mark that you have seen.');
    end if;
    perform private.refuse_stale(
      null, jsonb_build_object('state', v_before.state, 'reason', v_before.reason), jsonb_build_object('state', p_state, 'reason', p_reason)
    );
  end if;

  if p_state is null then
    delete from public.day_states s where s.client_id = p_client_id and s.day = p_day;
  else
    insert into public.day_states as s (client_id, day, state, reason, author_type)
    values (p_client_id, p_day, p_state, p_reason, v_role::text::public.author_type)
    on conflict (client_id, day) do update
      set state = excluded.state, reason = excluded.reason, author_type = excluded.author_type, created_at = now()
      where (s.state, s.reason) is distinct from (excluded.state, excluded.reason);
  end if;
end;
$$;

comment on function private.set_day_state(uuid, date, public.day_state, public.day_excuse, timestamptz) is 'Body of public.set_day_state.';
grant execute on function private.set_day_state(uuid, date, public.day_state, public.day_excuse, timestamptz) to authenticated;


create function public.set_day_state(
  client_id uuid, day date, state public.day_state default null, reason public.day_excuse default null, seen_at timestamptz default null
)
returns void
language sql
set search_path = ''
as $$
  select private.set_day_state(client_id, day, state, reason, seen_at)
$$;

comment on function public.set_day_state(uuid, date, public.day_state, public.day_excuse, timestamptz) is
  'Marks a day of a client as complete, partial, or excused with a reason; without a state takes the mark off. Facts follow at once. seen_at: created_at of the mark that is replaced. PT404 unknown client, PT409 marked otherwise meanwhile, PT422 bad day or reason, PT428 no seen_at.';
grant execute on function public.set_day_state(uuid, date, public.day_state, public.day_excuse, timestamptz) to authenticated;
