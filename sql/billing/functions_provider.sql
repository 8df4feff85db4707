-- billing: what a payment provider says, stored with its effect. Each fact is true when it is fetched, so it may be stored any number of times and in any order.

create function private.apply_payment_fact(p_fact jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_owner   record;
  v_id      uuid := (p_fact ->> 'payment_id')::uuid;
  v_refund  jsonb;
begin
  select p.id into v_id from public.payments p
  where p.provider_invoice_id = p_fact ->> 'provider_invoice_id' or p.intent_id = p_fact ->> 'intent_id' or p.id = v_id
  order by p.id = v_id desc nulls last
  limit 1;
  if v_id is null and p_fact ->> 'provider_invoice_id' is not null then
    -- A renewal. Its id is made from the provider's, so that two at once make one.
    insert into public.payments (id, client_id, coach_id, payer_id, package_id, subscription_id, tier, description, amount, currency, method, grants, provider_invoice_id)
    select md5(p_fact ->> 'provider_invoice_id')::uuid, s.client_id, s.coach_id, c.user_id, s.package_id, s.id, null, k.name,
      (p_fact ->> 'amount')::bigint, p_fact ->> 'currency', 'stripe'::public.payment_method, s.grants, p_fact ->> 'provider_invoice_id'
    from public.client_subscriptions s
    join public.packages k on k.id = s.package_id
    join public.clients c on c.id = s.client_id
    where s.provider_id = p_fact ->> 'subscription'
    union all
    select md5(p_fact ->> 'provider_invoice_id')::uuid, null, null, s.account_id, null, null, s.tier, 'Wellio ' || s.tier,
      (p_fact ->> 'amount')::bigint, p_fact ->> 'currency', 'stripe', '{}', p_fact ->> 'provider_invoice_id'
    from public.subscriptions s
    where s.provider_id = p_fact ->> 'subscription'
    on conflict do nothing
    returning id into v_id;
    v_id := coalesce(v_id, md5(p_fact ->> 'provider_invoice_id')::uuid);
  end if;
  select p.* into v_payment from public.payments p where p.id = v_id for no key update;
  if not found then
    return; -- not ours, or of a client who has been erased
  end if;

  update public.payments p
  set intent_id = coalesce(p.intent_id, p_fact ->> 'intent_id'),
      provider_invoice_id = coalesce(p.provider_invoice_id, p_fact ->> 'provider_invoice_id'),
      checkout_id = coalesce(p.checkout_id, p_fact ->> 'checkout_id'),
      subscription_id = coalesce(p.subscription_id, (select s.id from public.client_subscriptions s where s.provider_id = p_fact ->> 'subscription'))
  where p.id = v_id;
  if p_fact ->> 'customer_id' is not null and v_payment.payer_id is not null then
    insert into private.provider_customers (account_id, customer_id) values (v_payment.payer_id, p_fact ->> 'customer_id') on conflict do nothing;
  end if;

  if p_fact ->> 'status' = 'completed' and v_payment.status in ('pending', 'failed') then
    -- The provider says what was charged; a proration differs from the price.
    update public.payments p set amount = (p_fact ->> 'amount')::bigint, currency = p_fact ->> 'currency' where p.id = v_id;
    perform private.complete_payment(v_id, (p_fact ->> 'paid_at')::timestamptz);
  elsif p_fact ->> 'status' = 'failed' and v_payment.status = 'pending' then
    update public.payments p set status = 'failed', failure = coalesce(p_fact ->> 'failure', 'declined') where p.id = v_id;
    perform private.notify(
      c.user_id, 'payment_failed', jsonb_build_object('name', v_payment.description, 'amount', private.money(v_payment.amount, v_payment.currency)),
      'payment ' || v_id || ' failed', p_client_id => c.id
    ) from public.clients c where c.id = v_payment.client_id and p_fact ->> 'failure' is distinct from 'expired';
  end if;

  for v_refund in select r from jsonb_array_elements(coalesce(p_fact -> 'refunds', '[]')) r order by r ->> 'id' loop
    perform private.apply_refund_fact(v_id, v_refund);
  end loop;
end;
$$;

comment on function private.apply_payment_fact(jsonb) is
  'Stores what a provider says of a payment: {payment_id, checkout_id, intent_id, provider_invoice_id, subscription, customer_id, status, amount, currency, paid_at, failure, refunds: [{id, refund_id, amount, status, failure}]}. A payment never goes back from completed.';


create function private.apply_refund_fact(p_payment_id uuid, p_refund jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_refund public.refunds;
  v_status public.refund_status := p_refund ->> 'status';
begin
  select r.* into v_refund from public.refunds r
  where r.payment_id = p_payment_id and (r.provider_id = p_refund ->> 'id' or r.id::text = p_refund ->> 'refund_id')
  limit 1 for no key update;
  if not found then -- made at the provider, not here
    insert into public.refunds (id, payment_id, client_id, coach_id, amount, currency, reason, provider_id)
    select coalesce((p_refund ->> 'refund_id')::uuid, md5(p_refund ->> 'id')::uuid), p.id, p.client_id, p.coach_id, (p_refund ->> 'amount')::bigint, p.currency, '', p_refund ->> 'id'
    from public.payments p where p.id = p_payment_id
    on conflict do nothing
    returning * into v_refund;
  end if;
  if v_refund.status = v_status or not exists (
    select from private.billing_moves m where m.machine = 'refunds' and m."from" = v_refund.status::text and m."to" = v_status::text
  ) then
    update public.refunds r set provider_id = coalesce(r.provider_id, p_refund ->> 'id') where r.id = v_refund.id and r.provider_id is null;
    return;
  end if;
  update public.refunds r
  set provider_id = p_refund ->> 'id', status = v_status, failure = p_refund ->> 'failure', completed_at = case when v_status = 'completed' then now() end
  where r.id = v_refund.id;
end;
$$;

comment on function private.apply_refund_fact(uuid, jsonb) is 'Stores what a provider says of a refund, also of one that was made there.';


create function private.apply_subscription_fact(p_fact jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_id      uuid;
  v_status  public.subscription_status := p_fact ->> 'status';
  v_package public.packages;
begin
  if p_fact ->> 'status' is null then
    return; -- nothing is paid for yet
  end if;
  select p.* into v_payment from public.payments p where p.id = (p_fact ->> 'payment_id')::uuid;
  if not found then
    return; -- not ours, or of a client who has been erased
  end if;
  if v_payment.tier is not null then
    insert into public.subscriptions as s (account_id, tier, status, method, provider_id, current_period_end, cancel_at_period_end)
    values (
      v_payment.payer_id, coalesce((p_fact ->> 'tier')::public.subscription_tier, v_payment.tier), v_status, 'stripe', p_fact ->> 'subscription',
      (p_fact ->> 'current_period_end')::timestamptz, (p_fact ->> 'cancel_at_period_end')::boolean
    )
    on conflict (account_id) do update
      set tier = excluded.tier, status = excluded.status, method = excluded.method, provider_id = excluded.provider_id, requested = null,
          current_period_end = excluded.current_period_end, cancel_at_period_end = excluded.cancel_at_period_end
      where s.provider_id = excluded.provider_id or s.status = 'cancelled' or excluded.status <> 'cancelled';
    perform private.limit_ai_calls();
    return;
  end if;

  select s.id into v_id from public.client_subscriptions s where s.provider_id = p_fact ->> 'subscription' for no key update;
  select k.* into v_package from public.packages k where k.id = coalesce((p_fact ->> 'package_id')::uuid, v_payment.package_id);
  if v_id is null then
    insert into public.client_subscriptions (
      client_id, coach_id, package_id, status, amount, currency, billing_interval, interval_count, grants, method, provider_id,
      current_period_start, current_period_end, cancel_at_period_end, ended_at
    )
    values (
      v_payment.client_id, v_payment.coach_id, v_payment.package_id, v_status, (p_fact ->> 'amount')::bigint, p_fact ->> 'currency',
      (p_fact ->> 'billing_interval')::public.billing_interval, (p_fact ->> 'interval_count')::smallint, v_payment.grants - '{trial_days, recurring_amount}'::text[],
      'stripe', p_fact ->> 'subscription', (p_fact ->> 'current_period_start')::timestamptz, (p_fact ->> 'current_period_end')::timestamptz,
      (p_fact ->> 'cancel_at_period_end')::boolean, case when v_status = 'cancelled' then now() end
    )
    returning id into v_id;
  else
    update public.client_subscriptions s
    set status = v_status, amount = (p_fact ->> 'amount')::bigint, currency = p_fact ->> 'currency',
        billing_interval = (p_fact ->> 'billing_interval')::public.billing_interval, interval_count = (p_fact ->> 'interval_count')::smallint,
        package_id = v_package.id, grants = case when s.package_id = v_package.id then s.grants else private.package_grants(v_package) end,
        current_period_start = (p_fact ->> 'current_period_start')::timestamptz, current_period_end = (p_fact ->> 'current_period_end')::timestamptz,
        cancel_at_period_end = (p_fact ->> 'cancel_at_period_end')::boolean, requested = null,
        ended_at = case when v_status = 'cancelled' then coalesce(s.ended_at, now()) end
    where s.id = v_id and (s.status <> 'cancelled' or v_status = 'cancelled');
  end if;
  perform private.follow_subscription(v_id);
end;
$$;

comment on function private.apply_subscription_fact(jsonb) is
  'Stores what a provider says of a subscription: {subscription, payment_id, package_id, tier, status, amount, currency, billing_interval, interval_count, current_period_start, current_period_end, cancel_at_period_end}. payment_id is the payment with which it began.';


create function private.apply_facts(p_facts jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_fact jsonb;
begin
  -- Clients first and in one order, like everybody who writes about them.
  perform private.lock_client_shared(p.client_id) from public.payments p
  where p.id in (select (f ->> 'payment_id')::uuid from jsonb_array_elements(p_facts) f) and p.client_id is not null
  order by p.client_id;
  for v_fact in select f from jsonb_array_elements(p_facts) f loop
    if v_fact ->> 'kind' = 'payment' then
      perform private.apply_payment_fact(v_fact);
      continue;
    end if;
    -- Only the newest answer is stored: whoever has read an older revision asks again.
    insert into private.provider_objects (object_id) values (v_fact ->> 'subscription') on conflict do nothing;
    update private.provider_objects o set revision = o.revision + 1
    where o.object_id = v_fact ->> 'subscription' and o.revision = (v_fact ->> 'revision')::integer;
    if not found then
      return false;
    end if;
    perform private.apply_subscription_fact(v_fact);
  end loop;
  return true;
end;
$$;

comment on function private.apply_facts(jsonb) is 'Stores facts, subscriptions before their payments. False where a fact is older than what is stored: the caller then rolls back and asks again.';


create function worker.provider_revision(p_provider text, p_event_id text, p_object_id text)
returns jsonb
language sql
stable
security definer -- closed to API roles
set search_path = ''
as $$
  select jsonb_build_object(
    'seen', exists (select from private.payment_events e where e.provider = p_provider and e.event_id = p_event_id),
    'revision', coalesce((select o.revision from private.provider_objects o where o.object_id = p_object_id), 0)
  )
$$;

comment on function worker.provider_revision(text, text, text) is 'Whether an event has been applied, and the revision of an object. Asked before the provider is.';
grant execute on function worker.provider_revision(text, text, text) to service_role;


create function worker.apply_payment_event(p_provider text, p_event_id text, p_type text, p_object_id text, p_facts jsonb)
returns text
language plpgsql
security definer -- writes payments, which no API role may
set search_path = ''
as $$
begin
  if p_event_id is not null then
    insert into private.payment_events (provider, event_id, type, object_id) values (p_provider, p_event_id, p_type, p_object_id) on conflict do nothing;
    if not found then
      return 'seen';
    end if;
  end if;
  if not private.apply_facts(p_facts) then
    -- Nothing of this attempt may stay, the event least of all.
    perform private.refuse('PT409', 'provider_moved_on', 'Something newer is stored', 'Ask the provider again.');
  end if;
  return 'applied';
end;
$$;

comment on function worker.apply_payment_event(text, text, text, text, jsonb) is
  'Stores an event of a provider with its effect, in one transaction: seen or applied. Without an event id only the facts. PT409 (provider_moved_on) when a fact is older than what is stored.';
grant execute on function worker.apply_payment_event(text, text, text, text, jsonb) to service_role;


create function worker.attach_checkout(p_payment_id uuid, p_checkout_id text, p_checkout_url text)
returns void
language sql
volatile
security definer -- writes payments, which no API role may
set search_path = ''
as $$
  update public.payments p set checkout_id = p_checkout_id, checkout_url = p_checkout_url where p.id = p_payment_id and p.status = 'pending'
$$;

comment on function worker.attach_checkout(uuid, text, text) is 'Notes the page on which a payment is made.';
grant execute on function worker.attach_checkout(uuid, text, text) to service_role;


create function worker.customer_of(p_account_id uuid)
returns text
language sql
stable
security definer -- closed to API roles
set search_path = ''
as $$
  select c.customer_id from private.provider_customers c where c.account_id = p_account_id
$$;

comment on function worker.customer_of(uuid) is 'How Stripe calls an account; null: it has not paid yet.';
grant execute on function worker.customer_of(uuid) to service_role;


create function private.payment_job(p_message jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select case p_message ->> 'task'
    when 'pdf' then (
      select to_jsonb(i) || jsonb_build_object(
        'invoice_id', i.id, 'digits', c.digits, 'corrects_label', (select o.label from public.invoices o where o.id = i.corrects),
        'items', (select jsonb_agg(to_jsonb(n) order by n.position) from public.invoice_items n where n.invoice_id = i.id)
      )
      from public.invoices i join public.currencies c on c.code = i.currency
      where i.id = (p_message ->> 'invoice_id')::uuid and i.pdf_path is null
    )
    when 'refund' then (
      select jsonb_build_object('refund_id', r.id, 'payment_id', p.id, 'intent_id', p.intent_id, 'amount', r.amount, 'currency', r.currency)
      from public.refunds r join public.payments p on p.id = r.payment_id
      where r.id = (p_message ->> 'refund_id')::uuid and r.status = 'pending'
    )
    when 'check' then (
      select jsonb_build_object('payment_id', p.id, 'checkout_id', p.checkout_id, 'intent_id', p.intent_id, 'provider_invoice_id', p.provider_invoice_id)
      from public.payments p where p.id = (p_message ->> 'payment_id')::uuid
    )
    when 'watch' then jsonb_build_object('subscription', p_message ->> 'subscription')
    when 'change' then (
      select jsonb_build_object(
        'subscription', s.provider_id, 'action', p_message ->> 'action', 'package_id', k.id, 'name', k.name, 'amount', k.amount, 'currency', k.currency,
        'billing_interval', k.billing_interval, 'interval_count', k.interval_count
      )
      from public.client_subscriptions s left join public.packages k on k.id = (p_message ->> 'package_id')::uuid
      where s.id = (p_message ->> 'subscription_id')::uuid
      union all
      select jsonb_build_object(
        'subscription', s.provider_id, 'action', p_message ->> 'action', 'tier', t.tier, 'name', 'Wellio ' || t.tier, 'amount', t.amount, 'currency', t.currency,
        'billing_interval', t.billing_interval, 'interval_count', 1
      )
      from public.subscriptions s left join public.tiers t on t.tier = (p_message ->> 'tier')::public.subscription_tier
      where s.account_id = (p_message ->> 'account_id')::uuid
    )
  end
$$;

comment on function private.payment_job(jsonb) is 'What a message of payment_tasks is about, as it is now; null: there is nothing to do any more.';


create function worker.claim_payment_tasks(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, task text, job jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select m.msg_id, m.read_ct, m.message ->> 'task', private.payment_job(m.message)
  from pgmq.read('payment_tasks', p_lease_seconds, p_limit) m
$$;

comment on function worker.claim_payment_tasks(integer, integer) is 'Leases up to p_limit things that billing has to do outside: pdf, refund, check, watch, change. (msg_id, read_ct) is the lease.';
grant execute on function worker.claim_payment_tasks(integer, integer) to service_role;


create function worker.finish_payment_tasks(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes what the tasks found, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_held   bigint[] := array(select private.held_messages('payment_tasks', p_results));
  v_result record;
begin
  for v_result in
    select r.* from jsonb_to_recordset(p_results) as r(msg_id bigint, facts jsonb, invoice_id uuid, pdf_path text, pdf_sha256 text)
    where r.msg_id = any (v_held)
    order by r.msg_id
  loop
    update public.invoices i set pdf_path = v_result.pdf_path, pdf_sha256 = v_result.pdf_sha256
    where i.id = v_result.invoice_id and i.pdf_path is null;
    begin
      if not private.apply_facts(coalesce(v_result.facts, '[]')) then
        raise exception using errcode = 'BL001';
      end if;
      perform private.archive_messages('payment_tasks', array[v_result.msg_id]);
    exception
      when sqlstate 'BL001' then -- something newer is stored: ask the provider again
        perform pgmq.set_vt('payment_tasks', v_result.msg_id, 1);
    end;
  end loop;
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_payment_tasks(jsonb) is 'Stores what the tasks found: [{msg_id, read_ct, facts, invoice_id, pdf_path, pdf_sha256}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_payment_tasks(jsonb) to service_role;


create function private.note_failed_payment_tasks(p_queue text, p_failed jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.refunds r set failure = f.reason, status = case when f.is_dead and f.is_final then 'failed' else r.status end::public.refund_status
  from jsonb_to_recordset(p_failed) as f(message jsonb, reason text, is_dead boolean, is_held boolean, is_final boolean)
  where r.id = (f.message ->> 'refund_id')::uuid and f.is_held and r.status = 'pending';
  update public.client_subscriptions s set requested = null
  from jsonb_to_recordset(p_failed) as f(message jsonb, is_dead boolean, is_held boolean)
  where s.id = (f.message ->> 'subscription_id')::uuid and f.is_held and f.is_dead;
  update public.subscriptions s set requested = null
  from jsonb_to_recordset(p_failed) as f(message jsonb, is_dead boolean, is_held boolean)
  where s.account_id = (f.message ->> 'account_id')::uuid and f.is_held and f.is_dead;
end;
$$;

comment on function private.note_failed_payment_tasks(text, jsonb) is 'Notes why a refund was not made, and that a change of a subscription was given up. on_failed of payment_tasks.';


create function worker.ledger_payments(p_since timestamptz)
returns table (intent_id text, amount bigint, refunded bigint, currency text, status text)
language sql
stable
security definer -- reads payments of all
set search_path = ''
as $$
  select p.intent_id, p.amount, p.refunded, p.currency, p.status::text
  from public.payments p where p.intent_id is not null and p.created_at >= p_since
  union all
  select i.id, null, null, e.currency, 'erased' from public.erased_invoices e cross join unnest(e.provider_ids) i(id) where e.issued_at >= p_since
  order by 1
$$;

comment on function worker.ledger_payments(timestamptz) is 'The payments since a moment that went through a provider, for reconcile.';
grant execute on function worker.ledger_payments(timestamptz) to service_role;
