"""What the panel of links is sent: an article as it stands in its form, and what to do."""

from copy import copy

from django import forms

from reviews import richtext
from reviews.choices import KeysField
from reviews.models import Article, ArticleShow, Show, Theme
from reviews.models.article import UNSAVED

from .models import Override


class TypedForm(forms.Form):
    """The fields of an article that its links depend on, as typed and not yet saved."""

    headline = forms.CharField(required=False)
    standfirst = forms.CharField(required=False)
    body = forms.CharField(required=False, strip=False)
    shows = KeysField(Show.objects, required=False)
    themes = KeysField(Theme.objects, required=False)
    mid_slot = forms.ChoiceField(choices=Article.MidSlot, required=False)
    mid_slot_block = forms.IntegerField(min_value=1, max_value=32767, required=False)

    def article(self, saved=None):
        """
        The article that saving the form would give; neither written nor to be written.

        Its shows and themes are where prefetching would have put them.
        """
        article = copy(saved) if saved else Article(pk=UNSAVED, slug="unsaved")
        typed = self.cleaned_data
        article.headline, article.standfirst = typed["headline"], typed["standfirst"]
        article.body = richtext.clean_html(typed["body"])
        article.mid_slot = typed["mid_slot"] or Article.MidSlot.AUTOMATIC
        article.mid_slot_block = typed["mid_slot_block"]
        places = {key: place for place, key in enumerate(self.data.getlist("shows"))}
        shows = sorted(typed["shows"], key=lambda show: places[str(show.pk)])
        article._prefetched_objects_cache = {
            "article_shows": [ArticleShow(show=show) for show in shows],
            "themes": list(typed["themes"]),
        }
        return article


class ChangeForm(forms.ModelForm):
    """A pin's or a ban's place and note."""

    class Meta:
        model = Override
        fields = ["slot", "note"]
