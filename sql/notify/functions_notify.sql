-- notify: what a domain calls to tell somebody something, in the transaction of its cause.

create function private.notify_all(
  p_user_ids uuid[], p_kind text, p_data jsonb, p_dedupe_key text, p_due_at timestamptz default now(), p_client_id uuid default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_kind public.notification_kinds;
  v_due  bigint[];
begin
  select * into strict v_kind from public.notification_kinds k where k.kind = p_kind;
  if not p_data ?& v_kind.variables then
    raise exception 'A notification of kind % needs %', p_kind, v_kind.variables;
  end if;

  with told as (
    insert into public.notifications (user_id, client_id, kind, data, dedupe_key, due_at, is_due, in_app)
    select u.id, p_client_id, p_kind, p_data, p_dedupe_key, p_due_at, p_due_at <= now(), coalesce(p.is_on, 'in_app' = any (v_kind.channels))
    from unnest(p_user_ids) u(id)
    left join public.notification_preferences p on p.user_id = u.id and p.kind = p_kind and p.channel = 'in_app'
    where u.id is not null
    on conflict on constraint notifications_dedupe_key do nothing
    returning id, is_due
  )
  select array_agg(t.id) filter (where t.is_due) into v_due from told t;
  perform private.queue_deliveries(v_due);
end;
$$;

comment on function private.notify_all(uuid[], text, jsonb, text, timestamptz, uuid) is
  'Tells people something, at p_due_at. The same p_dedupe_key tells the same person once, however often it is called. p_data has all variables of the kind; p_client_id is the client whom it is about, with whom it is erased.';


create function private.notify(
  p_user_id uuid, p_kind text, p_data jsonb, p_dedupe_key text, p_due_at timestamptz default now(), p_client_id uuid default null
)
returns void
language sql
set search_path = ''
as $$
  select private.notify_all(array[p_user_id], p_kind, p_data, p_dedupe_key, p_due_at, p_client_id)
$$;

comment on function private.notify(uuid, text, jsonb, text, timestamptz, uuid) is
  'Tells one person something, as private.notify_all. Somebody without an account (null) is told nothing.';


create function private.notify_address(p_email text, p_kind text, p_data jsonb, p_dedupe_key text, p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_id bigint;
begin
  insert into public.notifications (email, client_id, kind, data, dedupe_key, in_app)
  values (p_email, p_client_id, p_kind, p_data, p_dedupe_key, false)
  on conflict on constraint notifications_dedupe_key do nothing
  returning id into v_id;
  perform private.queue_deliveries(array[v_id]);
end;
$$;

comment on function private.notify_address(text, text, jsonb, text, uuid) is 'Writes an e-mail to somebody who has no account yet.';


create function private.withdraw_notification(p_user_id uuid, p_dedupe_key text)
returns void
language sql
set search_path = ''
as $$
  delete from public.notifications n where n.user_id = p_user_id and n.dedupe_key = p_dedupe_key and not n.is_due
$$;

comment on function private.withdraw_notification(uuid, text) is 'Takes back what was to be told later. What is due already stays.';


create function private.queue_deliveries(p_ids bigint[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_messages jsonb[];
begin
  if p_ids is null then
    return;
  end if;
  with delivery as (
    insert into public.notification_deliveries (notification_id, user_id, client_id, kind, channel, subscription_id)
    select n.id, n.user_id, n.client_id, n.kind, c.channel, s.id
    from public.notifications n
    join public.notification_kinds k on k.kind = n.kind
    cross join unnest('{email, push, telegram, sms}'::public.notification_channel[]) c(channel)
    left join public.notification_preferences p on p.user_id = n.user_id and p.kind = n.kind and p.channel = c.channel
    left join public.push_subscriptions s on c.channel = 'push' and s.user_id = n.user_id
    where n.id = any (p_ids)
      and coalesce(p.is_on, c.channel = any (k.channels))
      and (c.channel <> 'push' or s.id is not null)
      and (n.user_id is not null or c.channel = 'email')
    returning id, client_id
  )
  select array_agg(private.delivery_message(d.id, d.client_id)) into v_messages from delivery d;
  if v_messages is not null then
    perform private.enqueue('deliveries', v_messages, '{"type": "SWEEP"}');
  end if;
end;
$$;

comment on function private.queue_deliveries(bigint[]) is
  'Queues notifications that are due for each channel outside the app that their recipient wants, and for each browser in which push is allowed.';


create function private.delivery_message(p_delivery_id uuid, p_client_id uuid)
returns jsonb
language sql
immutable
set search_path = ''
return jsonb_build_object(
  'client_id', p_client_id, 'delivery_id', p_delivery_id, 'trace', jsonb_build_object('delivery_id', p_delivery_id)
);

comment on function private.delivery_message(uuid, uuid) is 'What is queued for a delivery.';


create function private.release_notifications()
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_most     constant integer := 5000;
  v_due      bigint[];
  v_messages jsonb[];
begin
  with due as (
    update public.notifications n set is_due = true
    where n.id in (
      select w.id from public.notifications w
      where not w.is_due and w.due_at <= now() order by w.due_at limit v_most for update skip locked
    )
    returning n.id
  )
  select array_agg(d.id) into v_due from due d;
  perform private.queue_deliveries(v_due);

  with due as (
    update public.notification_deliveries d set waits_until = null, reason = null
    where d.id in (
      select w.id from public.notification_deliveries w
      where w.waits_until <= now() order by w.waits_until limit v_most for update skip locked
    ) and d.state = 'queued'
    returning d.id, d.client_id
  )
  select array_agg(private.delivery_message(d.id, d.client_id)) into v_messages from due d;
  if v_messages is not null then
    perform private.enqueue('deliveries', v_messages, '{"type": "SWEEP"}');
  end if;
end;
$$;

comment on function private.release_notifications() is
  'Shows and sends what was to be told later and is due now, and what has waited for the end of quiet hours. Run by cron every minute.';
