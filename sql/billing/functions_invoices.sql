-- billing: invoices get their number when they become final, and are corrected by credit notes alone.

create function private.seller_of(p_coach_id uuid)
returns public.seller_details
language plpgsql
stable
set search_path = ''
as $$
declare
  v_seller public.seller_details;
begin
  select s.* into v_seller from public.seller_details s where s.coach_id = p_coach_id;
  v_seller.name := coalesce(nullif(v_seller.name, ''), (select p.full_name from public.profiles p where p.id = p_coach_id), '');
  v_seller.tax_percent := coalesce(v_seller.tax_percent, 0);
  v_seller.due_days := coalesce(v_seller.due_days, 7);
  return v_seller;
end;
$$;

comment on function private.seller_of(uuid) is 'What stands on the invoices of a coach.';


create function private.draft_invoice(
  p_id uuid, p_client public.clients, p_coach_id uuid, p_currency text, p_items jsonb, p_due_on date default null, p_note text default '',
  p_corrects uuid default null, p_subscription_id uuid default null, p_period_start timestamptz default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_seller public.seller_details := private.seller_of(p_coach_id);
begin
  insert into public.invoices (id, client_id, coach_id, kind, corrects, subscription_id, period_start, currency, locale, due_on, note)
  values (
    p_id, p_client.id, p_coach_id, case when p_corrects is null then 'invoice' else 'credit_note' end::public.invoice_kind, p_corrects,
    p_subscription_id, p_period_start, p_currency, p_client.locale, p_due_on, p_note
  );
  insert into public.invoice_items (invoice_id, position, client_id, package_id, description, quantity, unit_amount, tax_percent, grants)
  select p_id, i.position, p_client.id, (i.item ->> 'package_id')::uuid, btrim(i.item ->> 'description'), coalesce((i.item ->> 'quantity')::smallint, 1),
    (i.item ->> 'unit_amount')::bigint, coalesce((i.item ->> 'tax_percent')::numeric, v_seller.tax_percent), coalesce(i.item -> 'grants', '{}')
  from jsonb_array_elements(p_items) with ordinality as i(item, position);
end;
$$;

comment on function private.draft_invoice(uuid, public.clients, uuid, text, jsonb, date, text, uuid, uuid, timestamptz) is 'Writes a draft with its lines: [{description, quantity, unit_amount, package_id, grants}].';


create function private.issue_invoice(p_id uuid)
returns public.invoices
language plpgsql
set search_path = ''
as $$
declare
  v_invoice public.invoices;
  v_seller  public.seller_details;
  v_client  public.clients;
  v_year    smallint := extract(year from now() at time zone 'UTC');
  v_number  integer;
begin
  select i.* into v_invoice from public.invoices i where i.id = p_id;
  select c.* into v_client from public.clients c where c.id = v_invoice.client_id;
  v_seller := private.seller_of(v_invoice.coach_id);
  insert into private.invoice_counters as n (coach_id, year, last) values (v_invoice.coach_id, v_year, 1)
  on conflict (coach_id, year) do update set last = n.last + 1
  returning last into v_number;

  update public.invoices i
  set status = 'open', year = v_year, number = v_number, issued_at = now(),
      due_on = coalesce(i.due_on, (now() at time zone 'UTC')::date + v_seller.due_days),
      total = t.total, tax = t.tax, note = coalesce(nullif(i.note, ''), v_seller.note, ''),
      seller = jsonb_build_object('name', v_seller.name, 'address', coalesce(v_seller.address, ''), 'tax_id', coalesce(v_seller.tax_id, '')),
      buyer = jsonb_build_object('name', v_client.name, 'email', v_client.email)
  from (select sum(n.amount)::bigint as total, sum(n.tax)::bigint as tax from public.invoice_items n where n.invoice_id = p_id) t
  where i.id = p_id
  returning i.* into v_invoice;
  perform private.add_payment_task('pdf', v_invoice.client_id, jsonb_build_object('invoice_id', v_invoice.id));
  return v_invoice;
end;
$$;

comment on function private.issue_invoice(uuid) is 'Gives a draft its number, copies seller and buyer onto it, and has the file made. Nothing of it changes afterwards.';


create function private.add_payment_task(p_task text, p_client_id uuid, p_about jsonb, p_delay_seconds integer default 0)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.enqueue(
    'payment_tasks', array[jsonb_build_object('task', p_task, 'client_id', p_client_id, 'trace', p_about) || p_about], '{"type": "SWEEP"}', p_delay_seconds
  )
$$;

comment on function private.add_payment_task(text, uuid, jsonb, integer) is 'Queues what the function payment_tasks is to do: pdf, refund, check, change.';


create function private.paid_of(p_invoice_id uuid)
returns bigint
language sql
stable
set search_path = ''
return (
  select coalesce(sum(p.amount - p.refunded), 0)::bigint from public.payments p
  where p.invoice_id = p_invoice_id and p.status in ('completed', 'partially_refunded', 'refunded')
);

comment on function private.paid_of(uuid) is 'What was paid of an invoice and not given back.';


create function private.credited_of(p_invoice_id uuid)
returns bigint
language sql
stable
set search_path = ''
return (select coalesce(sum(i.total), 0)::bigint from public.invoices i where i.corrects = p_invoice_id and i.status <> 'draft');

comment on function private.credited_of(uuid) is 'By how much credit notes have lowered an invoice.';


create function private.settle_invoice(p_invoice_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_invoice public.invoices;
  v_paid    bigint := private.paid_of(p_invoice_id);
begin
  select i.* into v_invoice from public.invoices i where i.id = p_invoice_id for no key update;
  if v_invoice.status not in ('open', 'uncollectible') or v_paid + private.credited_of(p_invoice_id) < v_invoice.total then
    return;
  end if;
  update public.invoices i
  set status = case when v_paid > 0 then 'paid' else 'void' end::public.invoice_status, paid_at = case when v_paid > 0 then now() end
  where i.id = p_invoice_id;
  if v_paid > 0 then
    perform private.deliver_invoice(v_invoice);
  end if;
  update public.access_grants a set suspended_at = null
  where a.client_id = v_invoice.client_id and a.coach_id = v_invoice.coach_id and a.suspended_at is not null
    and not exists (
      select from private.reminders r
      join public.dunning_steps d on d.day = r.day and d.suspends
      join public.invoices i on i.id = r.invoice_id and i.status = 'open' and i.coach_id = v_invoice.coach_id
      where r.client_id = v_invoice.client_id
    );
end;
$$;

comment on function private.settle_invoice(uuid) is 'Closes an invoice of which nothing is owed any more, grants what it promises, and ends the suspension that it caused.';


create function private.deliver_invoice(p_invoice public.invoices)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_item  public.invoice_items;
  v_id    uuid;
  v_until timestamptz;
begin
  for v_item in select n.* from public.invoice_items n where n.invoice_id = p_invoice.id and n.grants <> '{}' order by n.position loop
    if v_item.grants ? 'sessions' then
      perform private.grant_lot(
        p_invoice.client_id, p_invoice.coach_id, v_item.quantity * (v_item.grants ->> 'sessions')::integer,
        now() + make_interval(days => (v_item.grants ->> 'sessions_valid_days')::integer), v_item.description, p_invoice.id, v_item.position
      );
    end if;
    if v_item.grants ? 'access_days' then
      insert into public.access_grants (client_id, coach_id, package_id, invoice_id, position, ends_at)
      values (p_invoice.client_id, p_invoice.coach_id, v_item.package_id, p_invoice.id, v_item.position,
              now() + make_interval(days => v_item.quantity * (v_item.grants ->> 'access_days')::integer))
      on conflict do nothing;
    end if;
    if v_item.grants ? 'template_id' then
      update public.client_programs p set is_paid = true
      where p.client_id = p_invoice.client_id and p.template_id = (v_item.grants ->> 'template_id')::uuid and not p.is_paid;
    end if;
    if v_item.grants ? 'billing_interval' and p_invoice.subscription_id is null then
      v_until := now() + private.billing_period(v_item.grants);
      insert into public.client_subscriptions (
        client_id, coach_id, package_id, status, amount, currency, billing_interval, interval_count, grants, method, current_period_start, current_period_end
      )
      values (
        p_invoice.client_id, p_invoice.coach_id, v_item.package_id, 'active', v_item.unit_amount, p_invoice.currency,
        (v_item.grants ->> 'billing_interval')::public.billing_interval, (v_item.grants ->> 'interval_count')::smallint, v_item.grants, 'transfer',
        now(), v_until
      )
      on conflict do nothing
      returning id into v_id;
      perform private.follow_subscription(v_id);
    end if;
  end loop;
end;
$$;

comment on function private.deliver_invoice(public.invoices) is 'Grants what the lines of a paid invoice promise, each once: credits, access, a paid programme, a subscription that is renewed by invoice.';


create function private.billing_period(p_terms jsonb)
returns interval
language sql
immutable
set search_path = ''
return (p_terms ->> 'interval_count')::integer * case p_terms ->> 'billing_interval'
  when 'week' then interval '1 week' when 'month' then interval '1 month' else interval '1 year' end;

comment on function private.billing_period(jsonb) is 'How long a period of a subscription is.';


create function private.revoke_invoice(p_invoice_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_lot public.credit_lots;
begin
  for v_lot in select l.* from public.credit_lots l where l.invoice_id = p_invoice_id order by l.id for no key update loop
    if private.left_of(v_lot.id) > 0 then
      perform private.add_entry(v_lot, 'revoked', -private.left_of(v_lot.id), 'refund of ' || p_invoice_id);
    end if;
  end loop;
  update public.access_grants a set ends_at = now() where a.invoice_id = p_invoice_id and a.ends_at > now() and a.starts_at <= now();
end;
$$;

comment on function private.revoke_invoice(uuid) is 'Takes back what is left of what an invoice has granted, once all of it was given back.';


create function private.add_credit_note(p_id uuid, p_invoice public.invoices, p_amount bigint, p_reason text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  select c.* into v_client from public.clients c where c.id = p_invoice.client_id;
  perform private.draft_invoice(
    p_id, v_client, p_invoice.coach_id, p_invoice.currency,
    jsonb_build_array(jsonb_build_object(
      'description', coalesce(nullif(btrim(p_reason), ''), p_invoice.label), 'unit_amount', p_amount,
      -- The tax of the invoice as a part of it, whatever rates its lines have.
      'tax_percent', case when p_invoice.total > p_invoice.tax then round(p_invoice.tax * 100.0 / (p_invoice.total - p_invoice.tax), 2) else 0 end
    )),
    p_corrects => p_invoice.id
  );
  perform private.issue_invoice(p_id);
  update public.invoices i set status = 'paid' where i.id = p_id;
end;
$$;

comment on function private.add_credit_note(uuid, public.invoices, bigint, text) is 'Lowers an invoice by an amount, with a document that has a number of its own.';


create function private.tell_of_invoice(p_invoice public.invoices, p_kind text, p_dedupe_key text)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.notify(
    c.user_id, p_kind,
    jsonb_build_object(
      'label', p_invoice.label, 'due_on', p_invoice.due_on,
      'amount', private.money(p_invoice.total - private.paid_of(p_invoice.id) - private.credited_of(p_invoice.id), p_invoice.currency)
    ),
    p_dedupe_key, p_client_id => c.id
  )
  from public.clients c where c.id = p_invoice.client_id
$$;

comment on function private.tell_of_invoice(public.invoices, text, text) is 'Tells a client about an invoice and what is owed of it.';
