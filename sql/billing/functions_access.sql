-- billing: who sells to the caller, refusals, and how money is written.

create function private.my_coach_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads clients without their policies
set search_path = ''
as $$
begin
  return array(select c.coach_id from public.clients c where c.id = any (private.my_own_client_ids()) and c.coach_id is not null);
end;
$$;

comment on function private.my_coach_ids() is 'The coach of the caller, if any.';
grant execute on function private.my_coach_ids() to authenticated;


create function private.my_package_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads payments and subscriptions without their policies
set search_path = ''
as $$
begin
  return array(
    select p.package_id from public.payments p where p.client_id = any (private.my_own_client_ids()) and p.package_id is not null
    union
    select s.package_id from public.client_subscriptions s where s.client_id = any (private.my_own_client_ids())
    union
    select i.package_id from public.invoice_items i where i.client_id = any (private.my_own_client_ids()) and i.package_id is not null
  );
end;
$$;

comment on function private.my_package_ids() is 'Packages that the caller has bought or been invoiced for, also when they are sold no more.';
grant execute on function private.my_package_ids() to authenticated;


create function private.money(p_amount bigint, p_currency text)
returns text
language sql
stable
set search_path = ''
return (
  select round(p_amount / 10.0 ^ c.digits, c.digits)::text || ' ' || c.code from public.currencies c where c.code = p_currency
);

comment on function private.money(bigint, text) is 'An amount as people read it: 1500.00 EUR.';


create function private.check_currency(p_currency text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if not exists (select from public.currencies c where c.code = p_currency) then
    perform private.refuse('PT422', 'currency', 'This is no currency that can be used', 'Give a code of currencies, such as EUR.');
  end if;
end;
$$;

comment on function private.check_currency(text) is 'Refuses a currency that is not known.';


create function private.refuse_reuse()
returns void
language sql
set search_path = ''
return private.refuse('PT409', 'request_reused', 'This id already stands for something else', 'Make a new id for a new request.');

comment on function private.refuse_reuse() is 'Refuses an id of a request with which another thing was asked for.';


create function private.lock_buyer(p_client_id uuid)
returns public.clients
language plpgsql
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  v_client := private.lock_client_shared(p_client_id);
  if v_client.id is null or not private.am_coach_of(v_client) then
    if v_client.id = any (private.my_own_client_ids()) then
      perform private.refuse('PT403', 'only_coaches_sell', 'Only the coach does this', 'Ask your coach.');
    end if;
    perform private.refuse_client();
  end if;
  return v_client;
end;
$$;

comment on function private.lock_buyer(uuid) is 'Keeps a client of whom the caller is the own coach until the transaction ends, and returns them.';


create function private.lock_invoice(p_invoice_id uuid)
returns public.invoices
language plpgsql
set search_path = ''
as $$
declare
  v_invoice public.invoices;
begin
  select i.* into v_invoice from public.invoices i where i.id = p_invoice_id and i.coach_id = any (private.my_account_ids());
  if found then
    perform private.lock_client_shared(v_invoice.client_id);
    select i.* into v_invoice from public.invoices i where i.id = p_invoice_id for no key update;
  end if;
  if not found then
    if exists (select from public.invoices i where i.id = p_invoice_id and i.status <> 'draft' and i.client_id = any (private.my_own_client_ids())) then
      perform private.refuse('PT403', 'only_coaches_sell', 'Only the coach does this', 'Ask your coach.');
    end if;
    perform private.refuse('PT404', 'no_such_invoice', 'No such invoice', 'Use an invoice of yours.');
  end if;
  return v_invoice;
end;
$$;

comment on function private.lock_invoice(uuid) is 'Locks an invoice that the caller issues, and returns it.';
