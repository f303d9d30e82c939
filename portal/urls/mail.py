"""The addresses of the mail that could not be sent, and of the receipts of GOV.UK Notify."""

from django.urls import path

from portal.views import mail

urlpatterns = [
    path("office/mail/", mail.unsent, name="unsent_mail"),
    path("office/mail/<int:number>/again/", mail.again, name="send_mail_again"),
    path("office/mail/<int:number>/off-the-list/", mail.put_away, name="put_mail_away"),
    path("mail/receipts/", mail.receipt, name="mail_receipts"),
]
