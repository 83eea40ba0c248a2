create trigger audit_is_not_emptied before truncate on audit
  for each statement execute function audit_is_kept();
