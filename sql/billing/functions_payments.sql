-- billing: asking for money, receiving it, giving it back.

create function private.order_of(p_payment public.payments)
returns jsonb
language sql
stable
set search_path = ''
return jsonb_build_object(
  'payment_id', p_payment.id, 'status', p_payment.status, 'amount', p_payment.amount, 'currency', p_payment.currency, 'description', p_payment.description,
  'billing_interval', p_payment.grants ->> 'billing_interval', 'interval_count', (p_payment.grants ->> 'interval_count')::integer,
  'trial_days', coalesce((p_payment.grants ->> 'trial_days')::integer, 0), 'recurring_amount', coalesce((p_payment.grants ->> 'recurring_amount')::bigint, p_payment.amount),
  'checkout_id', p_payment.checkout_id, 'checkout_url', p_payment.checkout_url,
  'customer_id', (select c.customer_id from private.provider_customers c where c.account_id = p_payment.payer_id),
  'locale', (select p.locale from public.profiles p where p.id = p_payment.payer_id)
);

comment on function private.order_of(public.payments) is 'A payment as the function asks the provider for it.';


create function private.start_payment(p_package_id uuid, p_invoice_id uuid, p_tier public.subscription_tier, p_code text)
returns jsonb
language plpgsql
security definer -- writes payments, which no API role may
set search_path = ''
as $$
declare
  v_user    uuid := (select auth.uid());
  v_client  public.clients;
  v_package public.packages;
  v_invoice public.invoices;
  v_price   record;
  v_new     public.payments;
  v_old     public.payments;
begin
  v_new.id := gen_random_uuid();
  v_new.payer_id := v_user;
  v_new.method := 'stripe';
  v_new.grants := '{}';
  if p_tier is not null then
    perform from public.profiles p where p.id = v_user for no key update;
    v_new := private.tier_order(v_new, p_tier);
    select p.* into v_old from public.payments p where p.payer_id = v_user and p.tier is not null and p.status = 'pending';
  else
    v_client := private.lock_client_shared((private.my_own_client_ids())[1]);
    if v_client.coach_id is null then
      perform private.refuse('PT404', 'no_such_package', 'No such package', 'Use a package of your coach.');
    end if;
    v_new.client_id := v_client.id;
    v_new.coach_id := v_client.coach_id;
    if p_invoice_id is not null then
      select i.* into v_invoice from public.invoices i
      where i.id = p_invoice_id and i.client_id = v_client.id and i.kind = 'invoice' and i.status <> 'draft' for no key update;
      if not found then
        perform private.refuse('PT404', 'no_such_invoice', 'No such invoice', 'Use an invoice of yours.');
      end if;
      v_new.coach_id := v_invoice.coach_id;
      v_new.invoice_id := v_invoice.id;
      v_new.amount := v_invoice.total - private.paid_of(v_invoice.id) - private.credited_of(v_invoice.id);
      v_new.currency := v_invoice.currency;
      v_new.description := v_invoice.label;
      if v_invoice.status not in ('open', 'uncollectible') or v_new.amount <= 0 then
        perform private.refuse('PT409', 'invoice_paid', 'Nothing is owed of this invoice', 'Load it once more.');
      end if;
      select p.* into v_old from public.payments p where p.invoice_id = v_invoice.id and p.status = 'pending' and p.method = 'stripe';
    else
      v_package := private.lock_package(p_package_id, v_client.coach_id);
      v_price := private.discounted(v_package, p_code);
      v_new.package_id := v_package.id;
      v_new.description := v_package.name;
      v_new.currency := v_package.currency;
      v_new.discount_code_id := v_price.discount_code_id;
      v_new.grants := private.package_grants(v_package);
      v_new.amount := v_price.amount;
      if v_package.trial_days > 0 then
        v_new.amount := 0;
        v_new.grants := v_new.grants || jsonb_build_object('trial_days', v_package.trial_days, 'recurring_amount', v_price.amount);
      end if;
      select p.* into v_old from public.payments p
      where p.client_id = v_client.id and p.package_id = v_package.id and p.status = 'pending' and p.method = 'stripe' and p.subscription_id is null;
      if v_old.id is null then
        perform private.check_sale(v_package, v_client.id);
      end if;
    end if;
  end if;

  if v_old.id is not null then
    -- The second tab gets the page of the first. After a change of the price the old page is closed first.
    return private.order_of(v_old) || jsonb_build_object('is_stale',
      (v_old.amount, v_old.currency, v_old.grants, v_old.tier) is distinct from (v_new.amount, v_new.currency, v_new.grants, v_new.tier));
  end if;
  insert into public.payments (id, client_id, coach_id, payer_id, package_id, invoice_id, discount_code_id, tier, description, amount, currency, method, grants)
  values (
    v_new.id, v_new.client_id, v_new.coach_id, v_new.payer_id, v_new.package_id, v_new.invoice_id, v_new.discount_code_id, v_new.tier,
    v_new.description, v_new.amount, v_new.currency, v_new.method, v_new.grants
  )
  returning * into v_new;
  return private.order_of(v_new) || jsonb_build_object('is_stale', false);
end;
$$;

comment on function private.start_payment(uuid, uuid, public.subscription_tier, text) is 'Body of public.start_payment.';
grant execute on function private.start_payment(uuid, uuid, public.subscription_tier, text) to authenticated;


create function public.start_payment(package_id uuid default null, invoice_id uuid default null, tier public.subscription_tier default null, discount_code text default null)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.start_payment(package_id, invoice_id, tier, discount_code)
$$;

comment on function public.start_payment(uuid, uuid, public.subscription_tier, text) is
  'What the function checkout calls as the caller, who pays online: for a package of the coach, an open invoice, or their own tier. Reserves the place and the price, and returns the order; while one is under way, the same again. PT404 no such package, invoice or code, PT409 no place left, sold no more, already subscribed or paid, PT410 the code is used up.';
grant execute on function public.start_payment(uuid, uuid, public.subscription_tier, text) to authenticated;


create function private.complete_payment(p_payment_id uuid, p_paid_at timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_client  public.clients;
  v_period  timestamptz;
begin
  update public.payments p set status = 'completed', paid_at = coalesce(p_paid_at, now()), failure = null where p.id = p_payment_id returning * into v_payment;
  if v_payment.client_id is null or v_payment.amount = 0 then
    return;
  end if;
  select c.* into v_client from public.clients c where c.id = v_payment.client_id;
  if v_payment.invoice_id is null then
    select s.current_period_start into v_period from public.client_subscriptions s where s.id = v_payment.subscription_id;
    v_payment.invoice_id := gen_random_uuid();
    perform private.draft_invoice(
      v_payment.invoice_id, v_client, v_payment.coach_id, v_payment.currency,
      jsonb_build_array(jsonb_build_object(
        'description', v_payment.description, 'unit_amount', v_payment.amount, 'package_id', v_payment.package_id, 'grants', v_payment.grants
      )),
      (now() at time zone 'UTC')::date, p_subscription_id => v_payment.subscription_id
    );
    perform private.issue_invoice(v_payment.invoice_id);
    update public.payments p set invoice_id = v_payment.invoice_id where p.id = p_payment_id;
  end if;
  perform private.settle_invoice(v_payment.invoice_id);
  perform private.notify(
    v_client.user_id, 'payment_completed', jsonb_build_object('name', v_payment.description, 'amount', private.money(v_payment.amount, v_payment.currency)),
    'payment ' || p_payment_id, p_client_id => v_client.id
  );
  if v_payment.method in ('stripe', 'telegram_stars') then
    perform private.notify(
      v_payment.coach_id, 'package_sold',
      jsonb_build_object('name', v_client.name, 'package', v_payment.description, 'amount', private.money(v_payment.amount, v_payment.currency)),
      'payment ' || p_payment_id, p_client_id => v_client.id
    );
  end if;
end;
$$;

comment on function private.complete_payment(uuid, timestamptz) is 'Notes that a payment has arrived, with its invoice and what that grants, and tells both sides.';


create function private.record_payment(p_invoice_id uuid, p_amount bigint, p_method public.payment_method, p_request_id uuid, p_paid_at timestamptz, p_note text)
returns uuid
language plpgsql
security definer -- writes payments, which no API role may
set search_path = ''
as $$
declare
  v_invoice public.invoices := private.lock_invoice(p_invoice_id);
  v_known   public.payments;
  v_owed    bigint;
begin
  select p.* into v_known from public.payments p where p.id = p_request_id;
  if found then
    if v_known.invoice_id is distinct from p_invoice_id or v_known.amount is distinct from p_amount then
      perform private.refuse_reuse();
    end if;
    return v_known.id; -- a repeated request
  end if;
  v_owed := v_invoice.total - private.paid_of(p_invoice_id) - private.credited_of(p_invoice_id);
  if p_request_id is null or p_amount > 0 is not true or p_method in ('cash', 'transfer') is not true or length(p_note) > 1000
    or coalesce(p_paid_at, now()) not between now() - interval '1 year' and now() + interval '1 day'
  then
    perform private.refuse('PT422', 'payment_amount', 'This is no payment that can be recorded', 'Give an amount above 0 in whole minor units, cash or transfer, a request_id, and a moment within the last year.');
  end if;
  if v_invoice.status not in ('open', 'uncollectible') then
    perform private.refuse('PT409', 'invoice_paid', 'Nothing is owed of this invoice', 'Load it once more.');
  end if;
  if p_amount > v_owed then
    perform private.refuse('PT422', 'payment_too_much', 'This is more than is owed', 'Give at most what is owed.', jsonb_build_object('owed', v_owed));
  end if;
  insert into public.payments (id, client_id, coach_id, package_id, invoice_id, subscription_id, description, amount, currency, method, note)
  values (
    p_request_id, v_invoice.client_id, v_invoice.coach_id, (select n.package_id from public.invoice_items n where n.invoice_id = p_invoice_id order by n.position limit 1),
    p_invoice_id, v_invoice.subscription_id, v_invoice.label, p_amount, v_invoice.currency, p_method, coalesce(p_note, '')
  );
  perform private.complete_payment(p_request_id, least(p_paid_at, now()));
  return p_request_id;
end;
$$;

comment on function private.record_payment(uuid, bigint, public.payment_method, uuid, timestamptz, text) is 'Body of public.record_payment.';
grant execute on function private.record_payment(uuid, bigint, public.payment_method, uuid, timestamptz, text) to authenticated;


create function public.record_payment(invoice_id uuid, amount bigint, method public.payment_method, request_id uuid, paid_at timestamptz default null, note text default '')
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.record_payment(invoice_id, amount, method, request_id, paid_at, note)
$$;

comment on function public.record_payment(uuid, bigint, public.payment_method, uuid, timestamptz, text) is 'Records cash or a transfer for an open invoice, all of it or a part, once for each request_id, and returns the id of the payment. Own coach only. PT403 the client, PT404 no such invoice, PT409 nothing is owed, PT422 more than is owed, or not above 0.';
grant execute on function public.record_payment(uuid, bigint, public.payment_method, uuid, timestamptz, text) to authenticated;


create function private.refund_payment(p_payment_id uuid, p_amount bigint, p_reason text, p_request_id uuid)
returns uuid
language plpgsql
security definer -- writes refunds, which no API role may
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_known   public.refunds;
  v_left    bigint;
begin
  select p.* into v_payment from public.payments p where p.id = p_payment_id;
  if v_payment.coach_id = any (private.my_account_ids()) is not true then
    if v_payment.client_id = any (private.my_own_client_ids()) then
      perform private.refuse('PT403', 'only_coaches_sell', 'Only the coach does this', 'Ask your coach.');
    end if;
    perform private.refuse('PT404', 'no_such_payment', 'No such payment', 'Use a payment that you have received.');
  end if;
  perform private.lock_client_shared(v_payment.client_id);
  select p.* into v_payment from public.payments p where p.id = p_payment_id for no key update;
  select r.* into v_known from public.refunds r where r.id = p_request_id;
  if found then
    if v_known.payment_id <> p_payment_id or v_known.amount is distinct from p_amount then
      perform private.refuse_reuse();
    end if;
    return v_known.id; -- a repeated request
  end if;
  if v_payment.status in ('pending', 'failed') then
    perform private.refuse('PT409', 'billing_state', format('A %s payment cannot be given back', v_payment.status), 'Load it once more.',
      jsonb_build_object('table', 'payments', 'from', v_payment.status, 'to', 'refunded'));
  end if;
  v_left := v_payment.amount - (select coalesce(sum(r.amount), 0) from public.refunds r where r.payment_id = p_payment_id and r.status <> 'failed');
  if p_request_id is null or length(p_reason) > 300 or p_amount between 1 and v_left is not true then
    perform private.refuse('PT422', 'refund_too_much', 'This cannot be given back', 'Give an amount above 0, at most what is left of the payment.', jsonb_build_object('left', v_left));
  end if;
  insert into public.refunds (id, payment_id, client_id, coach_id, amount, currency, reason)
  values (p_request_id, p_payment_id, v_payment.client_id, v_payment.coach_id, p_amount, v_payment.currency, coalesce(p_reason, ''));
  if v_payment.method in ('cash', 'transfer') then
    update public.refunds r set status = 'completed', completed_at = now() where r.id = p_request_id;
  else
    perform private.add_payment_task('refund', v_payment.client_id, jsonb_build_object('refund_id', p_request_id));
  end if;
  return p_request_id;
end;
$$;

comment on function private.refund_payment(uuid, bigint, text, uuid) is 'Body of public.refund_payment.';
grant execute on function private.refund_payment(uuid, bigint, text, uuid) to authenticated;


create function public.refund_payment(payment_id uuid, amount bigint, reason text, request_id uuid)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.refund_payment(payment_id, amount, reason, request_id)
$$;

comment on function public.refund_payment(uuid, bigint, text, uuid) is 'Gives a payment back, all of it or a part, once for each request_id, and returns the id of the refund. One at a provider is pending until the provider has confirmed it. It makes a credit note. Own coach only. PT403 the client, PT404 no such payment, PT409 it has not arrived, PT422 more than is left.';
grant execute on function public.refund_payment(uuid, bigint, text, uuid) to authenticated;


create function private.apply_refund()
returns trigger
language plpgsql
security definer -- writes payments and invoices, which no API role may
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_invoice public.invoices;
  v_sum     bigint;
begin
  select p.* into v_payment from public.payments p where p.id = new.payment_id for no key update;
  v_sum := (select coalesce(sum(r.amount), 0) from public.refunds r where r.payment_id = new.payment_id and r.status = 'completed');
  update public.payments p
  set refunded = v_sum, status = case v_sum when 0 then 'completed' when p.amount then 'refunded' else 'partially_refunded' end::public.payment_status
  where p.id = new.payment_id;
  if new.status <> 'completed' or v_payment.invoice_id is null then
    return null;
  end if;
  select i.* into v_invoice from public.invoices i where i.id = v_payment.invoice_id for no key update;
  if not exists (select from public.invoices i where i.id = new.id) then
    perform private.add_credit_note(new.id, v_invoice, new.amount, new.reason);
  end if;
  if private.paid_of(v_invoice.id) = 0 then
    perform private.revoke_invoice(v_invoice.id);
  end if;
  perform private.notify(
    c.user_id, 'payment_refunded', jsonb_build_object('name', v_payment.description, 'amount', private.money(new.amount, new.currency)),
    'refund ' || new.id, p_client_id => c.id
  ) from public.clients c where c.id = new.client_id;
  return null;
end;
$$;

comment on function private.apply_refund() is 'Counts a refund on its payment, makes the credit note, takes back what was granted once nothing is paid any more, and tells the client.';
