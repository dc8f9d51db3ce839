using Balcao.WhatsApp.Webhooks;
using static Balcao.WhatsApp.Tests.Webhooks.Payloads;

namespace Balcao.WhatsApp.Tests.Webhooks;

public sealed class StatusTests
{
    [Theory]
    [InlineData("sent", 1)]
    [InlineData("delivered", 2)]
    [InlineData("read", 3)]
    [InlineData("played", 4)]
    [InlineData("failed", 0)]
    [InlineData("deleted", 0)]
    [InlineData("warning", 0)]
    [InlineData("teleported", 0)]
    [Trait("KnownFailure", "3")] // Statuses arrive in any order; their rank tells which one is newer.
    public void Every_status_is_read_and_ranked(string name, int rank)
    {
        var update = One(Statuses(
            $$"""{"id":"wamid.OUT1","status":"{{name}}","timestamp":"1790000100","recipient_id":"{{Lucia}}","recipient_user_id":"{{LuciaUserId}}","recipient_parent_user_id":"BR.ENT.31","recipient_identity_key_hash":"aGFzaA==","biz_opaque_callback_data":"msg:8f3"}"""));

        Assert.Equal(WebhookUpdateKind.Status, update.Kind);
        Assert.Equal("p:" + Lucia, update.IdentityKey);
        Assert.Equal($"s:wamid.OUT1:{name}:", update.DedupKey);
        var status = update.Status!;
        Assert.Equal("wamid.OUT1", status.Id);
        Assert.Equal(name, status.Status);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000100), status.Timestamp);
        Assert.Equal(Lucia, status.RecipientId);
        Assert.Equal(LuciaUserId, status.RecipientUserId);
        Assert.Equal("BR.ENT.31", status.RecipientParentUserId);
        Assert.Equal("aGFzaA==", status.RecipientIdentityKeyHash);
        Assert.Equal("msg:8f3", status.CallbackData);
        Assert.Equal(rank, DeliveryStatuses.Rank(status.Status));
    }

    [Fact]
    [Trait("Finding", "F5")]
    public void A_status_of_a_payment_says_nothing_of_the_delivery()
    {
        const string Payment = """
            {"id":"wamid.OUT1","type":"payment","status":"failed","timestamp":"1790000100","payment":{"reference_id":"pedido-7","amount":{"value":4250,"offset":100},
             "currency":"BRL","transaction":{"id":"t-1","status":"failed","error":{"code":"insufficient_funds","reason":"Sem saldo"}}}}
            """;
        var update = One(Statuses(Payment));
        Assert.False(update.Status!.IsOfDelivery);
        Assert.Equal(("payment", "failed"), (update.Status.Type, update.Status.Status));
        Assert.Equal(new PaymentPart { ReferenceId = "pedido-7", Amount = 42.5m, Currency = "BRL", TransactionId = "t-1", TransactionStatus = "failed", FailureReason = "Sem saldo" },
            update.Status.Payment);
        Assert.NotEqual(One(Statuses("""{"id":"wamid.OUT1","status":"failed"}""")).DedupKey, update.DedupKey);
        Assert.NotEqual(One(Statuses(Payment.Replace("failed", "captured", StringComparison.Ordinal))).DedupKey, update.DedupKey);
        Assert.Equal(One(Statuses(Payment)).DedupKey, update.DedupKey);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("null", true)]
    [InlineData("\"\"", true)]
    [InlineData("\"call\"", false)]
    [InlineData("\"a_type_of_tomorrow\"", false)]
    [Trait("Finding", "F5")]
    public void Only_a_status_without_a_type_is_of_the_delivery(string type, bool isOfDelivery) =>
        Assert.Equal(isOfDelivery, One(Statuses($$"""{"id":"wamid.OUT1","status":"failed"{{(type.Length > 0 ? ",\"type\":" + type : "")}}}""")).Status!.IsOfDelivery);

    [Theory]
    [InlineData("""{"value":100,"offset":0}""")]
    [InlineData("""{"value":100}""")]
    [InlineData("""{"value":1e28,"offset":1e-20}""")]
    [InlineData("7")]
    public void An_amount_that_cannot_be_read_is_none(string amount) =>
        Assert.Null(One(Statuses($$"""{"id":"wamid.OUT1","type":"payment","status":"captured","payment":{"amount":{{amount}} } }""")).Status!.Payment!.Amount);

    [Fact]
    public void Pricing_and_the_free_entry_point_are_read()
    {
        var status = One(Statuses("""
            {"id":"wamid.OUT1","status":"sent","timestamp":1790000100,"recipient_id":"5511987650001",
             "conversation":{"id":"c1","origin":{"type":"referral_conversion"},"expiration_timestamp":"1790259300"},
             "pricing":{"billable":true,"pricing_model":"PMP","type":"free_entry_point","category":"referral_conversion"}}
            """)).Status!;

        Assert.Equal(
            new ConversationWindow { Id = "c1", OriginType = "referral_conversion", ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1790259300) },
            status.Conversation);
        Assert.Equal(new MessagePricing { Billable = true, Model = "PMP", Type = "free_entry_point", Category = "referral_conversion" }, status.Pricing);
    }

    [Theory]
    [InlineData("recipient_participant_id")]
    [InlineData("participant_recipient_id")]
    public void A_group_status_has_a_participant_and_nested_pricing(string spelling)
    {
        var update = One(Statuses(
            $$$"""{"id":"wamid.OUT1","status":"read","timestamp":"1790000100","recipient_id":"G-abc","recipient_type":"group","{{{spelling}}}":"{{{Lucia}}}","conversation":{"id":"c","pricing":{"category":"group_service"} } }"""));

        Assert.True(update.Status!.IsGroup);
        Assert.Equal(Lucia, update.Status.RecipientParticipantId);
        Assert.Equal("group_service", update.Status.Pricing!.Category);
        Assert.Equal("g:G-abc", update.IdentityKey);
        Assert.Equal($"s:wamid.OUT1:read:{Lucia}", update.DedupKey);
    }

    [Fact]
    [Trait("KnownFailure", "4")] // A failure has its reason, and is kept separately from a delivery.
    public void A_failure_contains_its_error()
    {
        var status = One(Statuses("""
            {"id":"wamid.OUT1","status":"failed","timestamp":"1790000100","recipient_id":"5511987650001",
             "errors":[{"code":"131026","title":"Message undeliverable","error_data":{"details":"Not on WhatsApp"}}]}
            """)).Status!;
        var error = Assert.Single(status.Errors);
        Assert.Equal(131026, error.Code);
        Assert.Equal("Not on WhatsApp", error.Details);
    }

    [Fact]
    [Trait("KnownFailure", "22")] // Messages to people who hide their phone also get statuses.
    public void A_status_without_a_phone_number_belongs_to_the_user_id()
    {
        var update = One(Body("messages", Value("""
            "contacts":[{"user_id":"BR.555","profile":{"name":"Rui"}}],
            "statuses":[{"id":"wamid.OUT1","status":"delivered","timestamp":"1790000100","recipient_user_id":"BR.555"}]
            """)));
        Assert.Equal("u:BR.555", update.IdentityKey);
        Assert.Equal("Rui", update.Contact!.ProfileName);
        Assert.Null(update.Status!.RecipientId);
    }

    [Fact]
    [Trait("KnownFailure", "3")]
    public void Repeated_and_out_of_order_statuses_are_returned_as_sent()
    {
        var updates = Split(Statuses(
            """{"id":"wamid.OUT1","status":"read","timestamp":"1790000103"}""",
            """{"id":"wamid.OUT1","status":"delivered","timestamp":"1790000102"}""",
            """{"id":"wamid.OUT1","status":"sent","timestamp":"1790000101"}""",
            """{"id":"wamid.OUT1","status":"read","timestamp":"1790000103"}"""));

        Assert.Equal(["read", "delivered", "sent", "read"], updates.Select(u => u.Status!.Status));
        Assert.Equal(updates[0].DedupKey, updates[3].DedupKey);
        Assert.Equal(3, updates.Select(u => u.DedupKey).Distinct().Count());
    }

    [Fact]
    public void An_error_of_the_account_is_a_separate_update()
    {
        var update = One(Body("messages", Value("""  "errors":[{"code":130429,"title":"Rate limit hit","message":"(#130429) Rate limit hit","error_data":{"details":"slow down"},"href":"https://errors.example"}]""")));
        Assert.Equal(WebhookUpdateKind.Error, update.Kind);
        Assert.Equal(130429, update.Error!.Code);
        Assert.Equal("slow down", update.Error.Details);
        Assert.Equal("w:" + Waba, update.IdentityKey);
        Assert.StartsWith("h:", update.DedupKey, StringComparison.Ordinal);
    }
}
