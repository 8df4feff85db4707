-- messaging: people read the threads that they take part in; those who have left, what was written until then.

create policy "People read the threads they take part in" on public.message_threads
  for select to authenticated
  using (id = any ((select private.my_open_thread_ids())::uuid[]));


create policy "People read who takes part in their threads" on public.thread_participants
  for select to authenticated
  using (
    thread_id = any ((select private.my_open_thread_ids())::uuid[])
    or user_id = any ((select private.my_account_ids())::uuid[])
  );


create policy "People read messages of their threads until they leave" on public.messages
  for select to authenticated
  using (
    (
      thread_id = any ((select private.my_open_thread_ids())::uuid[])
      and (state = 'sent' or sender_id = any ((select private.my_account_ids())::uuid[]))
    )
    or exists (
      select from public.thread_participants p
      where p.thread_id = messages.thread_id
        and p.user_id = any ((select private.my_account_ids())::uuid[])
        and messages.seq <= p.left_seq
    )
  );


create policy "People read earlier texts of messages they may read" on public.message_edits
  for select to authenticated
  using (exists (select from public.messages m where m.id = message_edits.message_id));


create policy "People read attachments of messages they may read" on public.message_attachments
  for select to authenticated
  using (exists (select from public.messages m where m.id = message_attachments.message_id));


create policy "People load checked files of messages they may read" on storage.objects
  for select to authenticated
  using (
    bucket_id = 'message-attachments'
    and exists (
      select from public.message_attachments a
      join public.messages m on m.id = a.message_id
      where a.path = objects.name and (a.state = 'accepted' or m.sender_id = any ((select private.my_account_ids())::uuid[]))
    )
  );

create policy "People add the files of messages they are sending" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'message-attachments'
    and exists (
      select from public.message_attachments a
      join public.messages m on m.id = a.message_id
      where a.path = objects.name and m.state = 'pending' and m.sender_id = any ((select private.my_account_ids())::uuid[])
    )
  );


create policy "Coaches read their own automated messages" on public.automated_messages
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches keep automated messages for themselves" on public.automated_messages
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own automated messages" on public.automated_messages
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches delete their own automated messages" on public.automated_messages
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read what became of their automated messages" on public.automated_runs
  for select to authenticated
  using (
    client_id = any ((select private.my_coached_client_ids())::uuid[])
    and exists (select from public.automated_messages a where a.id = automated_runs.automated_message_id)
  );
