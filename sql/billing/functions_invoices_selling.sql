-- billing: the calls by which a coach drafts, finalizes, sells and corrects.

create function private.save_invoice(p_invoice_id uuid, p_client_id uuid, p_currency text, p_items jsonb, p_due_on date, p_note text)
returns uuid
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
declare
  v_client  public.clients := private.lock_buyer(p_client_id);
  v_invoice public.invoices;
  v_items   jsonb;
begin
  perform private.check_currency(p_currency);
  if p_invoice_id is null or length(p_note) > 1000 or jsonb_typeof(p_items) is distinct from 'array' or jsonb_array_length(p_items) not between 1 and 50
    or p_due_on not between current_date - 1 and current_date + 365
    or exists (
      select from jsonb_array_elements(p_items) i
      where jsonb_typeof(i) is distinct from 'object' or length(btrim(i ->> 'description')) between 1 and 300 is not true
        or coalesce(i ->> 'quantity', '1') !~ '^[0-9]{1,4}$' or coalesce(i ->> 'unit_amount', '') !~ '^[0-9]{1,8}$'
        or coalesce(i ->> 'package_id', '00000000-0000-0000-0000-000000000000') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    )
    or exists (select from jsonb_array_elements(p_items) i where coalesce((i ->> 'quantity')::integer, 1) not between 1 and 1000)
    or not exists (select from jsonb_array_elements(p_items) i where (i ->> 'unit_amount')::bigint > 0)
  then
    perform private.refuse(
      'PT422', 'invoice_items', 'These lines make no invoice',
      'Give an id, 1 to 50 lines with description, quantity (1 to 1000) and unit_amount (whole minor units), and a day within a year.'
    );
  end if;
  select jsonb_agg(i.item || jsonb_build_object('grants', case when k.id is null then '{}' else private.package_grants(k) end) order by i.n) into v_items
  from jsonb_array_elements(p_items) with ordinality i(item, n)
  left join public.packages k on k.id = (i.item ->> 'package_id')::uuid and k.coach_id = v_client.coach_id;
  if exists (select from jsonb_array_elements(v_items) i where i ->> 'package_id' is not null
    and not exists (select from public.packages k where k.id = (i ->> 'package_id')::uuid and k.coach_id = v_client.coach_id)) then
    perform private.refuse('PT404', 'no_such_package', 'No such package', 'Use a package of yours.');
  end if;

  select i.* into v_invoice from public.invoices i where i.id = p_invoice_id for no key update;
  if found then
    if (v_invoice.client_id, v_invoice.coach_id) is distinct from (v_client.id, v_client.coach_id) then
      perform private.refuse_reuse();
    end if;
    perform private.refuse_final(v_invoice);
    delete from public.invoices i where i.id = p_invoice_id;
  end if;
  perform private.draft_invoice(p_invoice_id, v_client, v_client.coach_id, p_currency, v_items, p_due_on, coalesce(p_note, ''));
  update public.invoices i set total = t.total, tax = t.tax
  from (select sum(n.amount)::bigint as total, sum(n.tax)::bigint as tax from public.invoice_items n where n.invoice_id = p_invoice_id) t
  where i.id = p_invoice_id;
  return p_invoice_id;
end;
$$;

comment on function private.save_invoice(uuid, uuid, text, jsonb, date, text) is 'Body of public.save_invoice.';
grant execute on function private.save_invoice(uuid, uuid, text, jsonb, date, text) to authenticated;


create function private.refuse_final(p_invoice public.invoices)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_invoice.status <> 'draft' then
    perform private.refuse('PT409', 'invoice_final', 'This invoice has a number, so it stays as it is', 'Correct it by a credit note.');
  end if;
end;
$$;

comment on function private.refuse_final(public.invoices) is 'Refuses a change of what is no draft any more.';


create function public.save_invoice(invoice_id uuid, client_id uuid, currency text, items jsonb, due_on date default null, note text default '')
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.save_invoice(invoice_id, client_id, currency, items, due_on, note)
$$;

comment on function public.save_invoice(uuid, uuid, text, jsonb, date, text) is 'Writes a draft, or writes it anew, and returns its id, which the caller makes. items: [{description, quantity, unit_amount, package_id}], at most 50; a package is granted when the invoice is paid. Own coach only. PT404 no such client or package, PT409 it is final, PT422 the lines or the currency.';
grant execute on function public.save_invoice(uuid, uuid, text, jsonb, date, text) to authenticated;


create function private.finalize_invoice(p_invoice_id uuid)
returns text
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
declare
  v_invoice public.invoices := private.lock_invoice(p_invoice_id);
begin
  if v_invoice.status = 'draft' then -- else a repeated request: the first answer may have been lost
    v_invoice := private.issue_invoice(p_invoice_id);
    perform private.tell_of_invoice(v_invoice, 'invoice_issued', 'invoice ' || p_invoice_id);
  end if;
  return v_invoice.label;
end;
$$;

comment on function private.finalize_invoice(uuid) is 'Body of public.finalize_invoice.';
grant execute on function private.finalize_invoice(uuid) to authenticated;


create function public.finalize_invoice(invoice_id uuid)
returns text
language sql
volatile
set search_path = ''
as $$
  select private.finalize_invoice(invoice_id)
$$;

comment on function public.finalize_invoice(uuid) is 'Gives a draft its number, tells the client, and returns the label. A second call returns the same one. The file is there seconds later (pdf_path). PT403 the client, PT404 no such invoice.';
grant execute on function public.finalize_invoice(uuid) to authenticated;


create function private.discard_invoice(p_invoice_id uuid)
returns void
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
begin
  perform private.refuse_final(private.lock_invoice(p_invoice_id));
  delete from public.invoices i where i.id = p_invoice_id;
end;
$$;

comment on function private.discard_invoice(uuid) is 'Body of public.discard_invoice.';
grant execute on function private.discard_invoice(uuid) to authenticated;


create function public.discard_invoice(invoice_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.discard_invoice(invoice_id)
$$;

comment on function public.discard_invoice(uuid) is 'Deletes a draft. PT403 the client, PT404 no such invoice, PT409 it has a number.';
grant execute on function public.discard_invoice(uuid) to authenticated;


create function private.sell_package(p_client_id uuid, p_package_id uuid, p_request_id uuid, p_code text, p_due_on date)
returns uuid
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
declare
  v_client  public.clients := private.lock_buyer(p_client_id);
  v_package public.packages := private.lock_package(p_package_id, v_client.coach_id);
  v_price   record;
  v_invoice public.invoices;
begin
  select i.* into v_invoice from public.invoices i where i.id = p_request_id;
  if found then
    if (v_invoice.client_id, v_invoice.coach_id) is distinct from (v_client.id, v_client.coach_id) then
      perform private.refuse_reuse();
    end if;
    return v_invoice.id; -- a repeated request
  end if;
  perform private.check_sale(v_package, v_client.id);
  if p_request_id is null or p_due_on not between current_date - 1 and current_date + 365 then
    perform private.refuse('PT422', 'invoice_items', 'This makes no invoice', 'Give a request_id, and a day within a year.');
  end if;
  v_price := private.discounted(v_package, p_code);
  perform private.draft_invoice(
    p_request_id, v_client, v_client.coach_id, v_package.currency,
    jsonb_build_array(jsonb_build_object(
      'description', v_package.name, 'unit_amount', v_price.amount, 'package_id', v_package.id, 'grants', private.package_grants(v_package)
    )),
    p_due_on
  );
  v_invoice := private.issue_invoice(p_request_id);
  perform private.tell_of_invoice(v_invoice, 'invoice_issued', 'invoice ' || p_request_id);
  return p_request_id;
end;
$$;

comment on function private.sell_package(uuid, uuid, uuid, text, date) is 'Body of public.sell_package.';
grant execute on function private.sell_package(uuid, uuid, uuid, text, date) to authenticated;


create function public.sell_package(client_id uuid, package_id uuid, request_id uuid, discount_code text default null, due_on date default null)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.sell_package(client_id, package_id, request_id, discount_code, due_on)
$$;

comment on function public.sell_package(uuid, uuid, uuid, text, date) is 'Invoices a client for a package, which is granted once it is paid, in parts or at once, online or by record_payment. Returns the id of the invoice, which is request_id. Own coach only. PT403 the client, PT404 no such client, package or code, PT409 no place left or sold no more.';
grant execute on function public.sell_package(uuid, uuid, uuid, text, date) to authenticated;


create function private.correct_invoice(p_invoice_id uuid, p_amount bigint, p_reason text, p_request_id uuid, p_writes_off boolean)
returns uuid
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
declare
  v_invoice public.invoices := private.lock_invoice(p_invoice_id);
  v_owed    bigint;
  v_id      uuid;
begin
  select i.id into v_id from public.invoices i where i.id = p_request_id and i.corrects = p_invoice_id;
  if found then
    return v_id; -- a repeated request
  end if;
  if p_writes_off then
    if v_invoice.status <> 'uncollectible' then
      update public.invoices i set status = 'uncollectible' where i.id = p_invoice_id;
    end if;
    return null;
  end if;
  v_owed := v_invoice.total - private.paid_of(p_invoice_id) - private.credited_of(p_invoice_id);
  if p_request_id is null or v_invoice.kind <> 'invoice' or v_invoice.status = 'draft' or coalesce(p_amount, v_owed) not between 1 and v_owed then
    perform private.refuse(
      'PT422', 'credit_note_too_much', 'A credit note is at most what is owed', 'Give back what was paid by refund_payment.', jsonb_build_object('left', greatest(v_owed, 0))
    );
  end if;
  perform private.add_credit_note(p_request_id, v_invoice, coalesce(p_amount, v_owed), left(p_reason, 300));
  perform private.settle_invoice(p_invoice_id);
  return p_request_id;
end;
$$;

comment on function private.correct_invoice(uuid, bigint, text, uuid, boolean) is 'Body of public.credit_invoice and write_off_invoice.';
grant execute on function private.correct_invoice(uuid, bigint, text, uuid, boolean) to authenticated;


create function public.credit_invoice(invoice_id uuid, amount bigint, reason text, request_id uuid)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.correct_invoice(invoice_id, amount, reason, request_id, false)
$$;

comment on function public.credit_invoice(uuid, bigint, text, uuid) is 'Lowers what is owed of an invoice by a credit note with a number of its own, and returns its id; null: all that is owed. Nothing paid and nothing owed any more makes it void. PT403 the client, PT404 no such invoice, PT422 more than is owed.';
grant execute on function public.credit_invoice(uuid, bigint, text, uuid) to authenticated;


create function public.write_off_invoice(invoice_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.correct_invoice(invoice_id, null, null, null, true)
$$;

comment on function public.write_off_invoice(uuid) is 'Marks an open invoice as one that nobody will pay: no more reminders. A payment that comes after all closes it. PT403 the client, PT404 no such invoice, PT409 it is not open.';
grant execute on function public.write_off_invoice(uuid) to authenticated;
