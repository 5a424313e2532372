"""Who may do what, beyond the permissions that Django keeps per model."""


def may_publish(user) -> bool:
    """Whether `user` may make articles public, and take them back."""
    return user.has_perm("reviews.change_article")
