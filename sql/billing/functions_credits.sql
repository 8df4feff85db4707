-- billing: credits are granted in lots, and spent from the lot that expires first. Whoever changes them locks the lots.

create function private.lock_lots(p_client_id uuid, p_coach_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select from public.credit_lots l where l.client_id = p_client_id and l.coach_id = p_coach_id order by l.id for no key update
$$;

comment on function private.lock_lots(uuid, uuid) is 'Has everybody else who changes credits of a client with a coach wait.';


create function private.left_of(p_lot_id uuid)
returns integer
language sql
stable
set search_path = ''
return (select coalesce(sum(e.delta), 0)::integer from public.credits e where e.lot_id = p_lot_id);

comment on function private.left_of(uuid) is 'What is left of a lot: the sum of its entries.';


create function private.credit_balance(p_client_id uuid, p_coach_id uuid)
returns integer
language sql
stable
set search_path = ''
return (
  select coalesce(sum(e.delta), 0)::integer from public.credits e
  join public.credit_lots l on l.id = e.lot_id
  where l.client_id = p_client_id and l.coach_id = p_coach_id and coalesce(l.expires_at > now(), true)
);

comment on function private.credit_balance(uuid, uuid) is 'How many credits a client has with a coach that have not expired.';


create function private.add_entry(p_lot public.credit_lots, p_kind public.credit_kind, p_delta integer, p_cause text, p_note text default '')
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.credits (lot_id, client_id, coach_id, kind, delta, cause, note)
  values (p_lot.id, p_lot.client_id, p_lot.coach_id, p_kind, p_delta, p_cause, p_note)
  on conflict on constraint credits_once_a_cause do nothing
$$;

comment on function private.add_entry(public.credit_lots, public.credit_kind, integer, text, text) is 'Adds to the ledger, once for each cause.';


create function private.grant_lot(
  p_client_id uuid, p_coach_id uuid, p_sessions integer, p_expires_at timestamptz, p_note text, p_invoice_id uuid default null, p_position smallint default null,
  p_request_id uuid default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_lot public.credit_lots;
begin
  insert into public.credit_lots (client_id, coach_id, invoice_id, position, request_id, granted, expires_at, note)
  values (p_client_id, p_coach_id, p_invoice_id, p_position, p_request_id, p_sessions, p_expires_at, p_note)
  on conflict do nothing
  returning * into v_lot;
  if found then
    perform private.add_entry(v_lot, 'granted', p_sessions, 'lot ' || v_lot.id, p_note);
  end if;
end;
$$;

comment on function private.grant_lot(uuid, uuid, integer, timestamptz, text, uuid, smallint, uuid) is 'Grants credits that expire together, once for a line of an invoice or a request.';


create function private.spend_credit(p_client_id uuid, p_coach_id uuid, p_sessions integer, p_cause text, p_note text default '')
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_lot  public.credit_lots;
  v_left integer := p_sessions;
  v_take integer;
begin
  perform private.lock_lots(p_client_id, p_coach_id);
  if exists (select from public.credits e where e.client_id = p_client_id and e.coach_id = p_coach_id and e.kind = 'spent' and e.cause = p_cause) then
    return; -- a repeated request: the first answer may have been lost
  end if;
  for v_lot in
    select l.* from public.credit_lots l
    where l.client_id = p_client_id and l.coach_id = p_coach_id and coalesce(l.expires_at > now(), true)
    order by l.expires_at nulls last, l.created_at, l.id
  loop
    exit when v_left = 0;
    v_take := least(v_left, private.left_of(v_lot.id));
    if v_take > 0 then
      perform private.add_entry(v_lot, 'spent', -v_take, p_cause, p_note);
      v_left := v_left - v_take;
    end if;
  end loop;
  if v_left > 0 then
    perform private.refuse(
      'PT409', 'not_enough_credits', 'There are not enough sessions left', 'Sell a package, or give some.',
      jsonb_build_object('balance', p_sessions - v_left)
    );
  end if;
end;
$$;

comment on function private.spend_credit(uuid, uuid, integer, text, text) is 'Spends credits, those that expire first, once for each cause. Other domains call it.';


create function private.return_credit(p_client_id uuid, p_coach_id uuid, p_cause text)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  perform private.lock_lots(p_client_id, p_coach_id);
  insert into public.credits (lot_id, client_id, coach_id, kind, delta, cause)
  select e.lot_id, e.client_id, e.coach_id, 'returned', -e.delta, e.cause
  from public.credits e
  where e.client_id = p_client_id and e.coach_id = p_coach_id and e.kind = 'spent' and e.cause = p_cause
  on conflict on constraint credits_once_a_cause do nothing;
  return exists (select from public.credits e where e.client_id = p_client_id and e.coach_id = p_coach_id and e.kind = 'returned' and e.cause = p_cause);
end;
$$;

comment on function private.return_credit(uuid, uuid, text) is 'Gives credits back to the lots from which a cause has spent them, once. False where it has spent none. Other domains call it.';


create function private.expire_credits()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_lot     public.credit_lots;
  v_expired integer := 0;
begin
  -- Told two weeks and three days before.
  perform private.notify(
    c.user_id, 'credits_expiring', jsonb_build_object('sessions', private.left_of(l.id), 'date', (l.expires_at at time zone c.timezone)::date),
    format('lot %s expires, %s days', l.id, d.days), p_client_id => c.id
  )
  from public.credit_lots l
  join public.clients c on c.id = l.client_id
  cross join (values (3), (14)) d (days)
  where l.expires_at between now() and now() + interval '14 days'
    and l.expires_at - make_interval(days => d.days) between now() - interval '2 days' and now()
    and private.left_of(l.id) > 0;

  for v_lot in
    select l.* from public.credit_lots l where l.expires_at <= now() and private.left_of(l.id) > 0 order by l.id limit 1000 for no key update skip locked
  loop
    perform private.add_entry(v_lot, 'expired', -private.left_of(v_lot.id), 'expiry ' || gen_random_uuid());
    v_expired := v_expired + 1;
  end loop;
  return v_expired;
end;
$$;

comment on function private.expire_credits() is 'Writes off what is left of lots that have expired, and tells clients two weeks and three days before. Run by cron.';


create function private.change_credits(p_client_id uuid, p_action text, p_sessions integer, p_request_id uuid, p_expires_at timestamptz, p_note text)
returns integer
language plpgsql
security definer -- writes credits, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_buyer(p_client_id);
begin
  if p_request_id is null or length(p_note) > 500 or p_sessions not between 1 and 1000 or (p_action <> 'return' and p_sessions is null) or p_expires_at <= now() then
    perform private.refuse('PT422', 'credits_amount', 'This number of sessions cannot be booked', 'Give sessions of 1 to 1000, a request_id, an expiry that is still to come, and a note of at most 500 characters.');
  end if;
  case p_action
    when 'grant' then
      perform private.grant_lot(v_client.id, v_client.coach_id, p_sessions, p_expires_at, coalesce(p_note, ''), p_request_id => p_request_id);
    when 'spend' then
      perform private.spend_credit(v_client.id, v_client.coach_id, p_sessions, 'spend ' || p_request_id, coalesce(p_note, ''));
    else
      if not private.return_credit(v_client.id, v_client.coach_id, 'spend ' || p_request_id) then
        perform private.refuse('PT404', 'no_such_spend', 'Nothing was spent under this id', 'Give the request_id with which it was spent.');
      end if;
  end case;
  return private.credit_balance(v_client.id, v_client.coach_id);
end;
$$;

comment on function private.change_credits(uuid, text, integer, uuid, timestamptz, text) is 'Body of public.grant_credits, spend_credits and return_credits.';
grant execute on function private.change_credits(uuid, text, integer, uuid, timestamptz, text) to authenticated;


create function public.grant_credits(client_id uuid, sessions integer, request_id uuid, expires_at timestamptz default null, note text default '')
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.change_credits(client_id, 'grant', sessions, request_id, expires_at, note)
$$;

comment on function public.grant_credits(uuid, integer, uuid, timestamptz, text) is 'Gives a client sessions that nobody pays for, once for each request_id, and returns the balance. Own coach only. PT403 the client, PT404 no such client, PT422 the number.';
grant execute on function public.grant_credits(uuid, integer, uuid, timestamptz, text) to authenticated;


create function public.spend_credits(client_id uuid, sessions integer, request_id uuid, note text default '')
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.change_credits(client_id, 'spend', sessions, request_id, null, note)
$$;

comment on function public.spend_credits(uuid, integer, uuid, text) is 'Uses up sessions of a client, those that expire first, once for each request_id, and returns the balance. Own coach only. PT403 the client, PT404 no such client, PT409 not enough, PT422 the number.';
grant execute on function public.spend_credits(uuid, integer, uuid, text) to authenticated;


create function public.return_credits(client_id uuid, request_id uuid)
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.change_credits(client_id, 'return', null, request_id, null, '')
$$;

comment on function public.return_credits(uuid, uuid) is 'Gives back what spend_credits has used under this request_id, to the same lots, once, and returns the balance. Own coach only. PT404 nothing was spent.';
grant execute on function public.return_credits(uuid, uuid) to authenticated;
