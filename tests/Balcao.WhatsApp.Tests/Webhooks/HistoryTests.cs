using Balcao.WhatsApp.Webhooks;
using static Balcao.WhatsApp.Tests.Webhooks.Payloads;

namespace Balcao.WhatsApp.Tests.Webhooks;

/// <summary>Whose a thread of the phone app's history is, and the files that follow it (Meta, history webhook, 21 May 2026).</summary>
public sealed class HistoryTests
{
    private const string Business = "551130001000";

    private static WebhookUpdate Thread(string head, params string[] messages) => One(Body("history", Value($$"""
        "history":[{"metadata":{"phase":0,"chunk_order":1,"progress":10},"threads":[{ {{head}}"messages":[{{string.Join(',', messages)}}]}]}]
        """)));

    private static string Said(string members, string id = "h1") => $$"""{ {{members}},"id":"{{id}}","timestamp":"1789000000","type":"text","text":{"body":"oi"} }""";

    [Fact]
    [Trait("Finding", "F3")]
    public void A_thread_without_an_id_is_the_user_ids_of_its_context()
    {
        var update = Thread($$"""  "context":{"user_id":"{{LuciaUserId}}","username":"dona.lucia"},""", Said($$"""  "from_user_id":"{{LuciaUserId}}" """));
        Assert.Equal((null, LuciaUserId, "dona.lucia"), (update.History!.ThreadId, update.History.UserId, update.History.Username));
        Assert.Equal("u:" + LuciaUserId, update.IdentityKey);
    }

    [Fact]
    [Trait("Finding", "F4")]
    public void A_thread_with_an_id_has_the_user_id_of_its_context_too()
    {
        var update = Thread($$"""  "id":"{{Lucia}}","context":{"user_id":"{{LuciaUserId}}"},""", Said($$"""  "from":"{{Lucia}}" """));
        Assert.Equal((Lucia, LuciaUserId, "p:" + Lucia), (update.History!.ThreadId, update.History.UserId, update.IdentityKey));
    }

    [Theory]
    [Trait("Finding", "F3")]
    [InlineData($$"""  "from_user_id":"{{LuciaUserId}}"  """, null, LuciaUserId)]
    [InlineData($$"""  "from":"{{Business}}","to_user_id":"{{LuciaUserId}}"  """, null, LuciaUserId)]
    [InlineData($$"""  "from":"{{Lucia}}"  """, Lucia, null)]
    [InlineData($$"""  "from":"{{Business}}","to":"{{Lucia}}","to_user_id":"{{LuciaUserId}}"  """, Lucia, LuciaUserId)]
    [InlineData($$"""  "to":"{{Lucia}}"  """, Lucia, null)]
    [InlineData($$"""  "from":"{{Business}}"  """, null, null)]
    public void A_thread_that_says_nothing_is_its_messages_customers(string members, string? phone, string? userId)
    {
        var update = Thread("", Said($$"""  "from":"{{Business}}"  """, "h0"), Said(members));
        Assert.Equal((phone, userId), (update.History!.ThreadId, update.History.UserId));
    }

    [Fact]
    [Trait("Finding", "F2")]
    public void The_files_follow_as_messages_of_the_same_field()
    {
        var update = One(Body("history", Value(
            $$"""  "contacts":[{{LuciaContact}}],"messages":[{"from":"{{Lucia}}","id":"h2","timestamp":"1789000000","type":"image","image":{"id":"900","mime_type":"image/jpeg"} }]""")));
        Assert.Equal((WebhookUpdateKind.Message, WebhookFields.History, false), (update.Kind, update.Field, update.IsFromBusiness));
        Assert.Equal(("900", "Dona Lúcia", "p:" + Lucia), (update.Message!.Image!.Id, update.Contact!.ProfileName, update.IdentityKey));
    }

    [Theory]
    [Trait("Finding", "F2")]
    [InlineData($$"""  "to":"{{Lucia}}",  """)]
    [InlineData($$"""  "to_user_id":"{{LuciaUserId}}",  """)]
    [InlineData("")]
    public void A_file_that_the_business_sent_is_in_its_recipients_thread(string recipient)
    {
        var update = One(Body("history", Value(
            $$"""  "contacts":[{{LuciaContact}}],"messages":[{"from":"{{Business}}",{{recipient}}"id":"h3","timestamp":"1789000000","type":"image","image":{"id":"900"} }]""")));
        Assert.True(update.IsFromBusiness);
        Assert.Equal(("Dona Lúcia", "p:" + Lucia), (update.Contact!.ProfileName, update.IdentityKey));
    }

    [Fact]
    public void What_the_business_sent_is_not_given_to_one_of_several_contacts()
    {
        var update = One(Body("history", Value(
            $$"""  "contacts":[{{LuciaContact}},{"wa_id":"5511987650002"}],"messages":[{"from":"{{Business}}","id":"h3","type":"image","image":{"id":"900"} }]""")));
        Assert.Null(update.Contact);
    }

    [Fact]
    public void Threads_and_files_may_come_together()
    {
        var updates = Split(Body("history", Value(
            $$"""  "history":[{"threads":[{"id":"{{Lucia}}","messages":[{"id":"h1","type":"media_placeholder"}]}]}],"messages":[{"from":"{{Lucia}}","id":"h1","type":"image","image":{"id":"900"} }]""")));
        Assert.Equal([WebhookUpdateKind.History, WebhookUpdateKind.Message], updates.Select(u => u.Kind));
    }
}
