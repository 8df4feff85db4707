-- notify: the queue of deliveries as the cloud function sees it.

create function private.quiet_until(p_user_id uuid, p_at timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select case
    when h.quiet_from < h.quiet_until and l.now::time >= h.quiet_from and l.now::time < h.quiet_until
      then (l.now::date + h.quiet_until) at time zone h.timezone
    when h.quiet_from > h.quiet_until and l.now::time >= h.quiet_from then (l.now::date + 1 + h.quiet_until) at time zone h.timezone
    when h.quiet_from > h.quiet_until and l.now::time < h.quiet_until then (l.now::date + h.quiet_until) at time zone h.timezone
  end
  from public.notification_hours h
  cross join lateral (select p_at at time zone h.timezone as now) l
  where h.user_id = p_user_id
$$;

comment on function private.quiet_until(uuid, timestamptz) is 'When the quiet hours end in which a moment lies; null: it lies in none.';


create function private.sign_unsubscribe(p_subject text)
returns text
language sql
stable
set search_path = ''
as $$
  select p_subject || '.' || encode(extensions.hmac('unsubscribe ' || p_subject, s.decrypted_secret, 'sha256'), 'hex')
  from vault.decrypted_secrets s
  where s.name = 'webhook_secret'
$$;

comment on function private.sign_unsubscribe(text) is 'The token of an unsubscribe link. The subject is "<account>.<kind>", or "<SHA-256 of an address>.all" of somebody without an account. Null where the project has no secret.';


create function private.hash_address(p_email text)
returns text
language sql
immutable
set search_path = ''
return encode(sha256(convert_to(lower(btrim(p_email)), 'utf8')), 'hex');

comment on function private.hash_address(text) is 'The form in which an address that wants no more mail is kept.';


create function private.settle_deliveries(p_settled jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.notification_deliveries d
  set state = s.state, reason = s.reason, provider_id = left(s.provider_id, 200), settled_at = now()
  from jsonb_to_recordset(p_settled) as s(delivery_id uuid, state public.delivery_state, reason text, provider_id text)
  where d.id = s.delivery_id and d.state = 'queued';

  update public.notifications n
  set data = n.data - k.secrets
  from public.notification_deliveries d
  join public.notification_kinds k on k.kind = d.kind
  where d.id in (select s.delivery_id from jsonb_to_recordset(p_settled) as s(delivery_id uuid))
    and n.id = d.notification_id and n.data ?| k.secrets
    and not exists (select from public.notification_deliveries o where o.notification_id = n.id and o.state = 'queued');
end;
$$;

comment on function private.settle_deliveries(jsonb) is 'Notes how deliveries ended, and removes from their notifications what is secret: [{delivery_id, state, reason, provider_id}].';


create function private.unwanted(
  p_delivery public.notification_deliveries, p_notification public.notifications, p_kind public.notification_kinds, p_sent_at timestamptz
)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when p_notification.read_at is not null then 'read_already'
    when p_sent_at > p_notification.due_at + p_kind.too_late then 'too_late'
    when p_kind.is_chosen and exists (
      select from public.notification_preferences p
      where p.user_id = p_delivery.user_id and p.kind = p_delivery.kind and p.channel = p_delivery.channel and not p.is_on
    ) then 'switched_off'
    when p_delivery.channel = 'push' and p_delivery.subscription_id is null then 'subscription_gone'
    when p_notification.email is not null and exists (
      select from private.refused_addresses r where r.hash = private.hash_address(p_notification.email)
    ) then 'switched_off'
  end
$$;

comment on function private.unwanted(public.notification_deliveries, public.notifications, public.notification_kinds, timestamptz) is
  'Why a delivery is not to be sent at a moment; null: it is.';


create function private.address_of(p_delivery public.notification_deliveries, p_email text)
returns table (address text, is_verified boolean)
language sql
stable
set search_path = ''
as $$
  select a.address, a.verified_at is not null from public.notification_addresses a
  where a.user_id = p_delivery.user_id and a.channel = p_delivery.channel and p_delivery.kind <> 'confirm_phone'
  union all
  select c.address, true from private.address_codes c
  where p_delivery.kind = 'confirm_phone' and p_delivery.channel = 'sms' and c.user_id = p_delivery.user_id
  union all
  select u.email, u.email_confirmed_at is not null from auth.users u where p_delivery.channel = 'email' and u.id = p_delivery.user_id
  union all
  select p_email, true where p_delivery.channel = 'email' and p_email is not null
$$;

comment on function private.address_of(public.notification_deliveries, text) is 'Where a delivery by e-mail, Telegram or SMS goes. Somebody without an account was addressed by their coach; the code for a phone number goes to that number.';


create function worker.claim_deliveries(p_limit integer, p_lease_seconds integer)
returns table (
  msg_id bigint, read_ct integer, trace jsonb, delivery_id uuid, notification_id bigint, channel public.notification_channel,
  subject text, body text, path text, locale public.locale, address text, keys jsonb, unsubscribe text
)
language plpgsql
security definer -- pgmq and the accounts are closed to API roles
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_attempts integer := (select q.attempts from private.queues q where q.name = 'deliveries');
  v_claimed  jsonb;
  v_settled  jsonb;
begin
  loop
    select jsonb_agg(to_jsonb(m) || coalesce(to_jsonb(found), '{}')) into v_claimed
    from (
      select r.msg_id, r.read_ct, r.message ->> 'delivery_id' as delivery_id
      from pgmq.read('deliveries', p_lease_seconds, p_limit) r
    ) m
    left join lateral (
      select d.state, case when k.is_urgent then null else private.quiet_until(d.user_id, now()) end as quiet_until,
        case
          when m.read_ct > v_attempts then 'interrupted'
          else coalesce(
            private.unwanted(d, n, k, now()),
            case when d.channel <> 'push' and not exists (select from private.address_of(d, n.email)) then 'no_address' end,
            case when d.channel <> 'push' and not exists (select from private.address_of(d, n.email) a where a.is_verified) then 'address_unverified' end
          )
        end as reason,
        case when not k.is_urgent then private.unwanted(d, n, k, private.quiet_until(d.user_id, now())) end as reason_later
      from public.notification_deliveries d
      join public.notifications n on n.id = d.notification_id
      join public.notification_kinds k on k.kind = d.kind
      where d.id = m.delivery_id::uuid
    ) found on true;
    exit when v_claimed is null;

    -- What was settled, or deleted with its notification, needs nothing more.
    perform private.archive_messages(
      'deliveries',
      array_agg(c.msg_id) filter (where c.state <> 'queued'),
      array_agg(c.msg_id) filter (where c.state is null)
    )
    from jsonb_to_recordset(v_claimed) as c(msg_id bigint, state text);

    select jsonb_agg(jsonb_build_object(
      'msg_id', c.msg_id, 'delivery_id', c.delivery_id, 'reason', coalesce(c.reason, c.reason_later),
      'state', case c.reason when 'interrupted' then 'failed' else 'suppressed' end
    )) into v_settled
    from jsonb_to_recordset(v_claimed) as c(msg_id bigint, delivery_id uuid, state text, reason text, reason_later text)
    where c.state = 'queued' and coalesce(c.reason, c.reason_later) is not null;
    if v_settled is not null then
      perform private.settle_deliveries(v_settled);
      perform private.archive_messages('deliveries', array(select s.msg_id from jsonb_to_recordset(v_settled) as s(msg_id bigint)));
    end if;

    select jsonb_agg(c) into v_claimed
    from jsonb_array_elements(v_claimed) c
    where c ->> 'state' = 'queued' and coalesce(c ->> 'reason', c ->> 'reason_later') is null;

    perform private.archive_messages('deliveries', array_agg(c.msg_id))
    from jsonb_to_recordset(v_claimed) as c(msg_id bigint, quiet_until timestamptz)
    where c.quiet_until is not null
    having count(*) > 0;

    update public.notification_deliveries d
    set attempts = d.attempts + case when c.quiet_until is null then 1 else 0 end, waits_until = c.quiet_until,
        reason = case when c.quiet_until is not null then 'quiet_hours' else d.reason end
    from jsonb_to_recordset(v_claimed) as c(delivery_id uuid, quiet_until timestamptz)
    where d.id = c.delivery_id;

    return query
    select c.msg_id, c.read_ct, jsonb_build_object('delivery_id', d.id), d.id, n.id, d.channel,
      w.subject, w.body, private.fill_in(k.path, n.data, l.locale), l.locale, a.address,
      case when s.id is not null then jsonb_build_object('endpoint', s.endpoint, 'p256dh', s.p256dh, 'auth', s.auth) end,
      case
        when d.channel <> 'email' then null
        when n.email is not null then private.sign_unsubscribe(private.hash_address(n.email) || '.all')
        when k.is_chosen then private.sign_unsubscribe(n.user_id || '.' || n.kind)
      end
    from jsonb_to_recordset(v_claimed) as c(msg_id bigint, read_ct integer, delivery_id uuid, quiet_until timestamptz)
    join public.notification_deliveries d on d.id = c.delivery_id
    join public.notifications n on n.id = d.notification_id
    join public.notification_kinds k on k.kind = n.kind
    left join public.profiles p on p.id = n.user_id
    left join public.clients about on about.id = n.client_id
    cross join lateral (select coalesce(p.locale, about.locale, 'en') as locale) l
    left join lateral private.whose_words(n.user_id, n.client_id) o on true
    cross join lateral private.words_of(n.kind, d.channel, l.locale, o.coach_id, o.team_id, n.data) w
    left join lateral (select * from private.address_of(d, n.email) limit 1) a on true
    left join public.push_subscriptions s on s.id = d.subscription_id
    where c.quiet_until is null;
    -- A worker that gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when found;
  end loop;
end;
$$;

comment on function worker.claim_deliveries(integer, integer) is
  'Leases up to p_limit deliveries for p_lease_seconds, each with its words as plain text and where it goes. What is not to be sent is suppressed with the reason; what falls into quiet hours is set aside until their end. (msg_id, read_ct) is the lease.';
grant execute on function worker.claim_deliveries(integer, integer) to service_role;


create function worker.finish_deliveries(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes deliveries, which no API role may
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages('deliveries', p_results));
  v_settled jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'delivery_id', q.message ->> 'delivery_id', 'state', r.state, 'reason', r.reason, 'provider_id', r.provider_id
  )) into v_settled
  from jsonb_to_recordset(p_results) as r(msg_id bigint, state public.delivery_state, reason text, provider_id text)
  join pgmq.q_deliveries q on q.msg_id = r.msg_id
  where r.msg_id = any (v_held);

  delete from public.push_subscriptions s
  using public.notification_deliveries d, jsonb_to_recordset(v_settled) as r(delivery_id uuid, reason text)
  where d.id = r.delivery_id and r.reason = 'subscription_gone' and s.id = d.subscription_id;

  perform private.settle_deliveries(v_settled);
  perform private.archive_messages('deliveries', v_held);
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_deliveries(jsonb) is
  'Notes what became of deliveries and archives their messages, in one transaction. A browser that its push service no longer knows is forgotten. Takes [{msg_id, read_ct, state, reason, provider_id}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_deliveries(jsonb) to service_role;


create function private.note_failed_deliveries(p_queue text, p_failures jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.notification_deliveries d set reason = f.reason
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, is_held boolean, is_dead boolean)
  where f.is_held and not f.is_dead and d.id = (f.message ->> 'delivery_id')::uuid;

  perform private.settle_deliveries(jsonb_agg(jsonb_build_object(
    'delivery_id', f.message ->> 'delivery_id', 'state', 'failed', 'reason', f.reason
  )))
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, is_held boolean, is_dead boolean)
  where f.is_held and f.is_dead
  having count(*) > 0;
end;
$$;

comment on function private.note_failed_deliveries(text, jsonb) is
  'Writes on deliveries why they did not succeed: queued again, or failed. The on_failed of the queue.';


create function private.deliveries_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dead', count(*), 'dead_last_day', count(*) filter (where d.settled_at > now() - interval '1 day'),
    'dead_remedy', 'public.notification_deliveries says by channel and reason what failed.'
  )
  from public.notification_deliveries d
  where d.state = 'failed'
$$;

comment on function private.deliveries_queue_health() is 'How many deliveries have failed for good.';
