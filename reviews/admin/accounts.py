"""Accounts of those who make the paper: a publisher keeps them, and none that may do more."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User

from reviews import roles, zones

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """
    Django's own page of users, without the ways by which one could give oneself more.

    Who is no superuser sees no superuser's switch and no single permissions, gives only groups
    that hold nothing beyond what they hold, and changes only accounts that hold no more.
    """

    list_display = ["username", "first_name", "last_name", "email", "role", "is_active"]
    list_filter = ["is_active", "groups"]
    readonly_fields = ["seen", "joined"]
    # A handful of groups is ticked.
    filter_horizontal = ["user_permissions"]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return super().get_fieldsets(request, obj)
        powers = ["is_superuser", "user_permissions"] if request.user.is_superuser else []
        return [
            (None, {"fields": ["username", "password"]}),
            ("Person", {"fields": ["first_name", "last_name", "email"]}),
            ("May log in, and do", {"fields": ["is_active", "is_staff", "groups", *powers]}),
            ("Dates", {"fields": ["seen", "joined"]}),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or roles.may_manage(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (
            obj is None or (obj != request.user and roles.may_manage(request.user, obj))
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            given = roles.groups_within(request.user, Group.objects.all())
            kwargs["queryset"] = Group.objects.filter(pk__in=[group.pk for group in given])
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["help_text"] = "What the account may do is what its groups may."
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="groups")
    def role(self, user):
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description="last login")
    def seen(self, user):
        return zones.in_words(user.last_login) if user.last_login else None

    @admin.display(description="since")
    def joined(self, user):
        return zones.in_words(user.date_joined)
