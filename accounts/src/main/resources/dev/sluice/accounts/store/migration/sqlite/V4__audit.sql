-- "insert or replace" deletes the row whose place it takes without asking the trigger of deletions.
create trigger audit_is_not_replaced before insert on audit
  when new.number <= (select max(number) from audit)
begin
  select raise(abort, 'audit rows are not replaced');
end;
