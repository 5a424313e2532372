"""
Who in the newsroom may do what: the only place that answers it.

The groups Writer, Editor and Publisher (`role_groups`) are bundles of permissions; the questions
here ask for permissions, so an account of an operator's own making is answered as well. A text is
one's own when one began it, or stands in its byline through one's login.
"""

SEE_ALL = "reviews.change_any_article"
PUBLISH = "reviews.publish_article"


def sees_all(user) -> bool:
    """Whether `user` may read and change every article, whatever its state."""
    return user.has_perm(SEE_ALL)


def writes(user) -> bool:
    """Whether `user` may have articles of their own."""
    return user.has_perm("reviews.change_article")


def may_see(user, article) -> bool:
    """Whether `user` may read `article` now: readers too, once it is public."""
    return article.is_public() or _reaches(user, article)


def may_write(user, article) -> bool:
    """Whether `user` may change `article`, restore a version of it, and keep notes on it."""
    if sees_all(user):
        return writes(user)
    return article.status == "draft" and _is_own(user, article)


def works_on(user, article) -> bool:
    """Whether `user` may read what the newsroom keeps of `article`, and add to its notes."""
    return _reaches(user, article)


def may_submit(user, article) -> bool:
    """Whether `user` may hand `article` to the editors."""
    return may_write(user, article)


def may_send_back(user, article) -> bool:
    """Whether `user` may make `article` a draft again: an editor, or whoever handed it in."""
    return _reaches(user, article)


def may_publish(user, article=None) -> bool:
    """Whether `user` may make `article` public; without one, whether any."""
    return user.has_perm(PUBLISH) and (article is None or _reaches(user, article))


def may_withdraw(user, article=None) -> bool:
    """Whether `user` may take `article` back from readers; without one, whether any."""
    return may_publish(user, article)


def may_delete(user, article) -> bool:
    """Whether `user` may delete `article` for good."""
    return user.has_perm("reviews.delete_article") and _reaches(user, article)


def may_merge(user) -> bool:
    """Whether `user` may merge tags into one another, and undo it."""
    return user.has_perm("reviews.merge_tags")


def may_share(user, article) -> bool:
    """Whether `user` may give outsiders a link to `article` before it is public."""
    return _reaches(user, article)


def may_manage_logins(user) -> bool:
    """Whether `user` may make accounts, and say which author has which."""
    return user.has_perm("auth.change_user")


def may_manage(user, account) -> bool:
    """Whether `user` may change `account`: one, active or not, that holds nothing more."""
    if user.is_superuser:
        return True
    own = [account.user_permissions, *(group.permissions for group in account.groups.all())]
    return not account.is_superuser and all(_holds(user, permissions) for permissions in own)


def groups_within(user, groups) -> list:
    """Those of `groups` that hold nothing that `user` does not."""
    return [group for group in groups if user.is_superuser or _holds(user, group.permissions)]


def _holds(user, permissions) -> bool:
    pairs = permissions.values_list("content_type__app_label", "codename")
    return user.has_perms([f"{app}.{codename}" for app, codename in pairs])


def _reaches(user, article) -> bool:
    return writes(user) and (sees_all(user) or _is_own(user, article))


def _is_own(user, article) -> bool:
    """An article that is not saved yet belongs to whoever is writing it."""
    return writes(user) and (article.pk is None or article.is_written_by(user))
