-- messaging: tells those who take part in a thread that there is something new in it. It is addressed to persons, so that
-- somebody who has left hears nothing more.

create function private.announce_messages()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('messages', array(
    select p.user_id from public.thread_participants p
    where p.left_at is null and p.thread_id in (select c.thread_id from changed c where c.state = 'sent')
  ));
  return null;
end;
$$;

comment on function private.announce_messages() is 'Announces messages that were sent, edited or deleted to all who take part in the thread.';

create trigger announce_added after insert on public.messages
  referencing new table as changed for each statement execute function private.announce_messages();
create trigger announce_changed after update on public.messages
  referencing new table as changed for each statement execute function private.announce_messages();


create function private.announce_attachments()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('messages', array(
    select p.user_id from changed c
    join public.messages m on m.id = c.message_id
    join public.thread_participants p on p.thread_id = m.thread_id and p.left_at is null
  ));
  return null;
end;
$$;

comment on function private.announce_attachments() is 'Announces files that have been checked to all who take part in the thread.';

create trigger announce_changed after update on public.message_attachments
  referencing new table as changed for each statement execute function private.announce_attachments();


create function private.announce_participants()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
declare
  v_most constant integer := 20; -- in larger threads nobody waits for one reader
begin
  perform private.announce_to('messages', array(
    select c.user_id from changed c
    union
    select p.user_id from public.thread_participants p
    where p.left_at is null and p.thread_id in (
      select o.thread_id from public.thread_participants o
      where o.thread_id in (select c.thread_id from changed c) and o.left_at is null
      group by o.thread_id having count(*) <= v_most
    )
  ));
  return null;
end;
$$;

comment on function private.announce_participants() is 'Announces who has come, read or left: to themselves, and in threads of at most twenty to all.';

create trigger announce_added after insert on public.thread_participants
  referencing new table as changed for each statement execute function private.announce_participants();
create trigger announce_changed after update on public.thread_participants
  referencing new table as changed for each statement execute function private.announce_participants();
