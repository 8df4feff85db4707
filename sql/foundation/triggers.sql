-- foundation: views are read-only, and edits of old versions are refused.

create function private.refuse_write()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse(
    'PT405', 'read_only', format('%s cannot be written to', tg_table_name),
    'Write to the tables that it is made from.', jsonb_build_object('view', tg_table_name)
  );
end;
$$;

comment on function private.refuse_write() is 'Refuses a write to a view. Without this trigger Postgres raises 55000, which PostgREST answers as a 500.';


create function private.mark_version()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.version := -new.version;
  return new;
end;
$$;

comment on function private.mark_version() is 'Makes the version of an update negative if the update names it at all, which only a trigger on that column can see. private.next_version takes it back.';


create function private.refuse_missing_version()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse('PT428', 'version_missing', 'The version is missing', 'Send the version that you have read, with what you change.');
  return null;
end;
$$;

comment on function private.refuse_missing_version() is 'Refuses an edit that does not say which version it is of.';


create function private.next_version()
returns trigger
language plpgsql
security definer -- calls private.refuse_stale, closed to API roles
set search_path = ''
as $$
declare
  v_now   jsonb;
  v_yours jsonb;
begin
  new.version := abs(new.version); -- see private.mark_version
  if new.version is distinct from old.version then
    select jsonb_object_agg(o.key, o.value), jsonb_object_agg(n.key, n.value) into v_now, v_yours
    from jsonb_each(to_jsonb(old)) o
    join jsonb_each(to_jsonb(new)) n on n.key = o.key and n.value <> o.value
    where o.key <> 'version';
    if v_now is not null then
      perform private.refuse_stale(old.version, v_now, v_yours);
    end if;
    new.version := old.version;
  end if;
  if new is distinct from old then
    new.version := old.version + 1;
  end if;
  return new;
end;
$$;

comment on function private.next_version() is 'Counts the versions of a row. A sender says in version which one they have seen; if it is an old one, the edit is refused. An edit that changes nothing makes no version.';
