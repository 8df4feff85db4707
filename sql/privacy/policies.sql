-- privacy: who may read the record. Nobody writes it but the triggers.

create policy "Coaches and clients read what concerned them" on public.audit_entries
  for select to authenticated
  using (
    coach_id = (select auth.uid())
    or user_id = (select auth.uid())
    or client_id = any ((select private.my_own_client_ids())::uuid[])
  );
