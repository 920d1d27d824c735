from django.urls import path

from trellis.platform.access.pages import public_page
from trellis.platform.design_system.web.gallery import gallery, paper
from trellis.platform.design_system.web.statements import accessibility

urlpatterns = [
    path("accessibility/", public_page(accessibility), name="accessibility"),
    path("components/", public_page(gallery), name="components"),
    path("components/paper/", public_page(paper), name="components_paper"),
]
