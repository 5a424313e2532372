"""What editors type, checked: each message stands beside its field, and nothing typed is lost."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import slugify

from . import images, richtext
from .choices import ThemesField
from .folding import fold_name
from .linking import tie_links
from .models import Article, Image, Theme
from .tag_field import SuggestedTags, ticked
from .taking import ask_before_taking, old_addresses_of
from .widgets import BodyField, BodyWidget

PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/avif"
LONGEST_BODY = 1_000_000
CHOOSE_AGAIN = "Choose the file again: browsers forget it when a form comes back."
LETTERS_FOR_A_SLUG = "Give it an address, of letters from a to z, digits and hyphens."
# Why a form is shown again with all that was typed, and not saved yet.
LOOKS = {
    "merged": "This is the merged article, and it is not saved yet. Look it over, then save.",
    "deleted": "The article was deleted while you wrote. What you typed is here, as a new draft "
    "that is not saved yet. As it was before, it stands among the deleted articles.",
}


class MayBeShownAgain:
    """Does not take what was typed when the request asks to look it over first."""

    def clean(self):
        cleaned = super().clean()
        if words := LOOKS.get(self.data.get("_look", "")):
            self.add_error(None, words)
        return cleaned


class ConstraintsBesideFields:
    """Shows what a database constraint says beside the field that `constraint_fields` names."""

    constraint_fields = {}

    def add_error(self, field, error):
        if field is None and hasattr(error, "error_dict"):
            error = forms.ValidationError(self._beside_fields(error.error_dict))
        super().add_error(field, error)

    def _beside_fields(self, errors):
        places = {
            constraint.violation_error_message: self.constraint_fields.get(constraint.name)
            for constraint in self._meta.model._meta.constraints
        }
        placed = {name: [*found] for name, found in errors.items() if name != NON_FIELD_ERRORS}
        for error in errors.get(NON_FIELD_ERRORS, []):
            place = places.get(error.message)
            name = place if place in self.fields else NON_FIELD_ERRORS
            placed.setdefault(name, []).append(error)
        return placed


class SlugMadeFrom:
    """Makes the slug from the field named `slug_source` when it is left empty."""

    slug_source = "name"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = escape(slug.help_text) + old_addresses_of(self.instance)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("slug") == "":
            # Kept out of the row, which its page is shown again for, errors and all.
            del cleaned["slug"]
            if source := cleaned.get(self.slug_source):
                self._take_slug_from(source, cleaned)
        if cleaned.get("slug"):
            ask_before_taking(self, cleaned["slug"])
        return cleaned

    def clean_slug(self):
        """In small letters, as every address is kept."""
        return self.cleaned_data["slug"].lower()

    def _take_slug_from(self, source, cleaned):
        if slug := self.make_slug(source):
            cleaned["slug"] = slug
        else:
            self.add_error("slug", LETTERS_FOR_A_SLUG)

    def make_slug(self, source):
        max_length = self._meta.model._meta.get_field("slug").max_length
        return slugify(source)[:max_length].strip("-_")

    def rows_with(self, slug):
        """Rows other than the edited one that have this slug."""
        return self._meta.model.objects.filter(slug=slug).exclude(pk=self.instance.pk)


class ArticleForm(MayBeShownAgain, ConstraintsBesideFields, SlugMadeFrom, forms.ModelForm):
    suggested = SuggestedTags()

    slug_source = "headline"
    # Errors of the checklist with which readers would see the text that was typed.
    kept_from_readers = ()
    constraint_fields = {
        "article_rating_in_halves": "rating",
        "article_times_in_reach": "published_at",
        "article_correction_has_a_note": "corrected_at",
        "article_episode_needs_season": "covers_season",
        "article_mid_slot_block_when_chosen": "mid_slot_block",
    }

    class Meta:
        field_classes = {"body": BodyField, "themes": ThemesField}
        widgets = {
            "body": BodyWidget,
            "standfirst": forms.Textarea(attrs={"rows": 3}),
            "correction_note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "suggested" in self.fields:
            self.fields["suggested"].offer_from(self)

    def clean(self):
        """
        Themes that were found in the text and ticked are themes like those that were chosen.

        What readers would stumble over stands beside its field.
        """
        cleaned = super().clean()
        if "themes" in cleaned:
            wanted = [*cleaned["themes"], *ticked(cleaned, Theme)]
            cleaned["themes"] = Theme.objects.filter(pk__in=[theme.pk for theme in wanted])
        if {"correction_note", "corrected_at"} <= cleaned.keys():
            cleaned["corrected_at"] = self._time_of_correction(**cleaned)
        for finding in self.kept_from_readers:
            field = finding.field if finding.field in self.fields else None
            self.add_error(field, f"Not saved, since readers would see it: {finding.message}")
        return cleaned

    def _time_of_correction(self, correction_note, corrected_at, **_):
        """What was typed; where that was left as it is, now for another note, none without one."""
        stored = self.instance.corrected_at
        if corrected_at != (stored and stored.replace(microsecond=0)):
            return corrected_at
        if not correction_note:
            return None
        return stored if correction_note == self.instance.correction_note else timezone.now()

    def clean_body(self):
        body = self.cleaned_data["body"]
        if len(body) > LONGEST_BODY:
            raise forms.ValidationError(
                f"The text has {len(body):,} characters, its markup included; {LONGEST_BODY:,} is "
                "the most. Split it, or insert pasted pictures with the picture button."
            )
        return tie_links(richtext.clean_html(body))

    def clean_published_at(self):
        published_at = self.cleaned_data["published_at"]
        was_public = self.instance.status in {Article.Status.PUBLISHED, Article.Status.WITHDRAWN}
        if was_public and not published_at:
            raise forms.ValidationError("What is or was public keeps its time of publication.")
        return published_at


class ShowForm(ConstraintsBesideFields, SlugMadeFrom, forms.ModelForm):
    slug_source = "title"
    constraint_fields = {
        "show_first_year_is_plausible": "first_year",
        "show_ends_after_it_begins": "last_year",
    }

    def make_slug(self, source):
        """The title; with the year when another show has that."""
        slug = super().make_slug(source)
        return self.with_year(slug) if slug and self.rows_with(slug).exists() else slug

    def clean(self):
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and (twin := self.rows_with(slug).first()):
            proposal = self.with_year(slug)
            advice = f" Add the year: {proposal}" if proposal != slug else ""
            self.add_error("slug", f"“{twin}” has this address already.{advice}")
        return cleaned

    def with_year(self, slug):
        year = self.cleaned_data.get("first_year")
        return f"{slug[:195]}-{year}" if year and not slug.endswith(f"-{year}") else slug


class NamedForm(SlugMadeFrom, forms.ModelForm):
    """A theme or an author."""


class ImageForm(ConstraintsBesideFields, forms.ModelForm):
    """What is said of a picture that is there; another file may be put in its place."""

    upload = forms.FileField(
        label="Another file",
        required=False,
        help_text="Replaces this one wherever it is used, under the same words; look at the focal "
        "point afterwards. The old file is deleted.",
        widget=forms.FileInput(attrs={"accept": PICTURE_TYPES}),
    )

    constraint_fields = {
        "image_alt_text_or_decorative": "alt_text",
        "image_focal_point_inside": "focal_x",
    }

    class Meta:
        model = Image
        fields = ["alt_text", "is_decorative", "caption", "credit", "focal_x", "focal_y"]
        widgets = {
            "alt_text": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        }

    def clean_upload(self):
        if not self.cleaned_data["upload"]:
            return None
        upload = images.read_upload(self.cleaned_data["upload"])
        images.refuse_twin(self.instance, upload)
        return upload


class ImageUploadForm(ImageForm):
    """
    A new picture with what is said of it.

    `save` returns the row that is in the library already when the same file came before; then
    `is_new` is False and what was typed is not taken over.
    """

    upload = forms.FileField(
        label="File",
        help_text="JPEG, PNG, WebP or AVIF, of at most 20 MB and 50 million pixels. "
        "Location and camera data are removed.",
        widget=forms.FileInput(attrs={"accept": PICTURE_TYPES}),
    )
    field_order = ["upload"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("focal_x", "focal_y"):
            # Left out, the middle of the picture.
            self.fields[name].required = False

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors and "upload" in self.cleaned_data:
            self["upload"].help_text = CHOOSE_AGAIN

    def clean_upload(self):
        return images.read_upload(self.cleaned_data["upload"])

    def save(self, commit=True):
        words = {name: self.cleaned_data[name] for name in ImageForm.Meta.fields}
        fields = {name: value for name, value in words.items() if value is not None}
        self.instance, self.is_new = images.keep_upload(self.cleaned_data["upload"], **fields)
        return self.instance

    def save_m2m(self):
        """Nothing: a picture has no relations of its own."""


class OrderedFormSet(forms.BaseInlineFormSet):
    """Rows with a `position`; one that is left empty is the place of the row in the form."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["position"].required = False
        form.fields["position"].initial = None

    def clean(self):
        super().clean()
        for place, form in enumerate(self.forms, 1):
            if form.has_changed() and form.cleaned_data.get("position") is None:
                form.cleaned_data["position"] = form.instance.position = place


class AliasFormSet(forms.BaseInlineFormSet):
    """Other names of one thing, each said once and none its own name again."""

    def clean(self):
        super().clean()
        taken = {fold_name(self.instance.name)}
        for form in self.forms:
            name = form.cleaned_data.get("name") if hasattr(form, "cleaned_data") else None
            if not name or form.cleaned_data.get("DELETE"):
                continue
            if fold_name(name) in taken:
                form.add_error("name", f"“{name}” is said already.")
            taken.add(fold_name(name))
