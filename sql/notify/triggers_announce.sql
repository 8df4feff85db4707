-- notify: tells the screens of a person that there is something new for them, or that they have read it elsewhere.

create function private.announce_notifications()
returns trigger
language plpgsql
security definer -- writes messages, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('notifications', array(select distinct c.user_id from changed c where c.is_due and c.in_app));
  return null;
end;
$$;

comment on function private.announce_notifications() is 'Announces notifications that are shown in the app.';

create trigger announce_added after insert on public.notifications
  referencing new table as changed for each statement execute function private.announce_notifications();
create trigger announce_changed after update on public.notifications
  referencing new table as changed for each statement execute function private.announce_notifications();
