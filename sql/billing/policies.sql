-- billing: a sale is seen by the client and by the coach who sold; nobody else of a team sees money.

create policy "Everybody signed in reads the currencies" on public.currencies
  for select to authenticated
  using (true);

create policy "Everybody signed in reads the steps of reminders" on public.dunning_steps
  for select to authenticated
  using (true);

create policy "Everybody signed in reads what tiers allow" on public.tiers
  for select to authenticated
  using (true);


create policy "Coaches read their packages, clients those on sale" on public.packages
  for select to authenticated
  using (
    coach_id = any ((select private.my_account_ids())::uuid[])
    or (archived_at is null and coach_id = any ((select private.my_coach_ids())::uuid[]))
    or id = any ((select private.my_package_ids())::uuid[])
  );

create policy "Coaches add packages of their own" on public.packages
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own packages" on public.packages
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read their own discount codes" on public.discount_codes
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches add discount codes of their own" on public.discount_codes
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own discount codes" on public.discount_codes
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read their own details as a seller" on public.seller_details
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches begin their own details as a seller" on public.seller_details
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own details as a seller" on public.seller_details
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Buyer and seller read subscriptions of clients" on public.client_subscriptions
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]) or coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Buyer and seller read invoices, the seller also drafts" on public.invoices
  for select to authenticated
  using (
    coach_id = any ((select private.my_account_ids())::uuid[])
    or (status <> 'draft' and client_id = any ((select private.my_own_client_ids())::uuid[]))
  );

create policy "Those who read an invoice read its lines" on public.invoice_items
  for select to authenticated
  using (exists (select from public.invoices i where i.id = invoice_items.invoice_id));

create policy "Those who load an invoice read it" on storage.objects
  for select to authenticated
  using (bucket_id = 'invoices' and exists (select from public.invoices i where i.pdf_path = objects.name));

create policy "Buyer and seller read payments" on public.payments
  for select to authenticated
  using (
    client_id = any ((select private.my_own_client_ids())::uuid[])
    or coach_id = any ((select private.my_account_ids())::uuid[])
    or payer_id = any ((select private.my_account_ids())::uuid[])
  );

create policy "Buyer and seller read refunds" on public.refunds
  for select to authenticated
  using (exists (select from public.payments p where p.id = refunds.payment_id));

create policy "Sellers read the sums of invoices of erased clients" on public.erased_invoices
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Buyer and seller read lots of credits" on public.credit_lots
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]) or coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Buyer and seller read the ledger of credits" on public.credits
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]) or coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Buyer and seller read what access was bought" on public.access_grants
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]) or coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read which tier they pay for" on public.subscriptions
  for select to authenticated
  using (account_id = any ((select private.my_account_ids())::uuid[]));


create policy "Nobody reads counters of invoices through the API" on private.invoice_counters
  for select to authenticated
  using (false);

create policy "Nobody reads which reminders went through the API" on private.reminders
  for select to authenticated
  using (false);

create policy "Nobody reads events of providers through the API" on private.payment_events
  for select to authenticated
  using (false);

create policy "Nobody reads revisions of providers through the API" on private.provider_objects
  for select to authenticated
  using (false);

create policy "Nobody reads customers of providers through the API" on private.provider_customers
  for select to authenticated
  using (false);

create policy "Nobody reads allowed moves through the API" on private.billing_moves
  for select to authenticated
  using (false);

create policy "Nobody reads how tiers are counted through the API" on private.tier_counts
  for select to authenticated
  using (false);
