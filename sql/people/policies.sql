-- people: who may do what. One permissive policy per table and verb; those of clients are in access.sql.

create policy "People read their own profile, their clients' and their coach's" on public.profiles
  for select to authenticated
  using (id = any ((select private.my_acquaintance_ids())::uuid[]));

create policy "People edit their own profile" on public.profiles
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));


create policy "Coaches read the invites of their clients" on public.client_invites
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Nobody reads rates through the API" on private.rates
  for select to authenticated
  using (false);
