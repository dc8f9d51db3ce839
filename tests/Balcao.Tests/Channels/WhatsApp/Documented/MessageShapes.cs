namespace Balcao.Tests.Channels.WhatsApp.Documented;

/// <summary>The part of the table about the field <c>messages</c>, whose parts other fields have as well.</summary>
internal static class MessageShapes
{
    private const string Page = "messages webhook reference", Date = "Dec 2025 and Sep 2026";

    /// <summary>What may accompany a message of any type.</summary>
    public static readonly string[] Context =
        ["context.from", "context.id", "context.forwarded", "context.frequently_forwarded", "context.referred_product.catalog_id", "context.referred_product.product_retailer_id"];

    public static readonly string[] Around =
    [
        "from", "from_user_id", "from_parent_user_id", "group_id", .. Context, .. Errors("errors[]"),
        .. In("referral", ["source_url", "source_id", "source_type", "headline", "body", "media_type", "image_url", "video_url", "thumbnail_url", "ctwa_clid", "welcome_message.text"]),
    ];

    public static readonly string[] Status = ["id", "status", "timestamp"];

    /// <summary>A status of something other than the delivery has a type, and then a part of that name.</summary>
    public static readonly string[] AboutStatus =
    [
        "recipient_id", "recipient_type", "recipient_participant_id", "recipient_user_id", "recipient_parent_user_id", "recipient_identity_key_hash",
        "biz_opaque_callback_data", "conversation.id", "conversation.origin.type", "conversation.expiration_timestamp",
        .. In("pricing", ["billable", "pricing_model", "type", "category"]), .. Errors("errors[]"),
    ];

    /// <summary>The types whose part is a file.</summary>
    public static readonly (string Type, string[] Always, string[] Sometimes)[] Media =
    [
        ("image", ["image.id", "image.mime_type"], ["image.sha256", "image.url", "image.caption"]),
        ("video", ["video.id", "video.mime_type"], ["video.sha256", "video.url", "video.caption"]),
        ("audio", ["audio.id", "audio.mime_type"], ["audio.sha256", "audio.url", "audio.voice"]),
        ("document", ["document.id", "document.mime_type"], ["document.sha256", "document.url", "document.caption", "document.filename"]),
        ("sticker", ["sticker.id", "sticker.mime_type"], ["sticker.sha256", "sticker.url", "sticker.animated"]),
    ];

    /// <summary>Each type of message, and the part of that name.</summary>
    public static readonly (string Type, string[] Always, string[] Sometimes)[] Parts =
    [
        ("text", ["text.body"], []),
        .. Media,
        ("location", ["location.latitude", "location.longitude"], ["location.name", "location.address", "location.url"]),
        ("contacts", [],
        [
            "contacts[]", .. In("contacts[].name", ["formatted_name", "first_name", "last_name", "middle_name", "prefix", "suffix"]),
            .. In("contacts[].phones[]", ["phone", "type", "wa_id", "user_id"]), .. In("contacts[].emails[]", ["email", "type"]),
            .. In("contacts[].addresses[]", ["street", "city", "state", "zip", "country", "country_code", "type"]), .. In("contacts[].urls[]", ["url", "type"]),
            .. In("contacts[].org", ["company", "department", "title"]), "contacts[].birthday", "contacts[].vcard", "contacts[].origin",
        ]),
        ("interactive", ["interactive.type"],
        [
            .. In("interactive.button_reply", ["id", "title"]), .. In("interactive.list_reply", ["id", "title", "description"]),
            .. In("interactive.nfm_reply", ["name", "body", "response_json"]),
            .. In("interactive.call_permission_reply", ["response", "is_permanent", "expiration_timestamp", "response_source"]),
        ]),
        ("button", ["button.text", "button.payload"], []),
        ("order", ["order.catalog_id"], ["order.text", "order.product_items", .. In("order.product_items[]", ["product_retailer_id", "quantity", "item_price", "currency"])]),
        ("reaction", ["reaction.message_id"], ["reaction.emoji"]),
        ("system", ["system.type"], In("system", ["body", "wa_id", "new_wa_id", "user_id", "parent_user_id", "previous_user_id", "identity", "customer"])),
        ("unsupported", ["errors[].code"], ["unsupported.type"]),
        ("edit", ["edit.original_message_id", "edit.message.type"], [.. In("edit.message", ["type", .. Context, "text.body", .. Media.SelectMany(m => m.Always.Concat(m.Sometimes))])]),
        ("revoke", ["revoke.original_message_id"], []),
    ];

    public static readonly string[] AllParts = [.. Parts.SelectMany(part => part.Always.Concat(part.Sometimes)).Distinct()];

    private static readonly string[] Envelope = ["messaging_product", "metadata.display_phone_number", "metadata.phone_number_id"];

    public static IReadOnlyList<DocumentedShape> All { get; } =
    [
        .. Parts.Where(part => part.Type is not "interactive").Select(part => Message(part.Type, [$"messages[].type={part.Type}"], part.Always, part.Sometimes)),
        .. new[] { "button_reply", "list_reply", "nfm_reply", "call_permission_reply" }.Select(Interactive),
        Message("file not available", ["messages[].errors[].code=131052"], ["errors[].code"], []),
        new("status", "messages", "Status messages webhook", "Dec 2025 and Sep 2026")
        {
            When = ["statuses[].status"], Always = [.. Envelope, .. In("statuses[]", Status)], Sometimes = [.. Contacts(""), .. In("statuses[]", AboutStatus)],
        },
        new("payment", "messages", "Payments API, payment status webhooks", "2026")
        {
            When = ["statuses[].type=payment"],
            Always = [.. Envelope, .. In("statuses[]", [.. Status, "type", "payment.reference_id"])],
            Sometimes =
            [
                .. Contacts(""), .. In("statuses[]", AboutStatus),
                .. In("statuses[].payment", ["amount.value", "amount.offset", "currency", "transaction.id", "transaction.type", "transaction.status",
                    "transaction.created_timestamp", "transaction.updated_timestamp", "transaction.error.code", "transaction.error.reason"]),
            ],
        },
        new("error", "messages", Page, Date)
        {
            When = ["errors[].code"], Always = [.. Envelope, "errors[].code"], Sometimes = [.. Contacts(""), .. Errors("errors[]")],
            NotSimulated = "comes only from Meta's own failures",
        },
    ];

    public static IEnumerable<string> Contacts(string prefix) => In(
        prefix + "contacts[]", ["profile.name", "profile.username", "profile.country_code", "wa_id", "user_id", "parent_user_id", "identity_key_hash"]);

    public static IEnumerable<string> Errors(string path) => In(path, ["code", "title", "message", "error_data.details", "href"]);

    public static string[] In(string path, IEnumerable<string> members) => [.. members.Select(member => $"{path}.{member}")];

    private static DocumentedShape Message(string name, string[] when, IEnumerable<string> always, IEnumerable<string> sometimes, string? notSimulated = null) =>
        new("message " + name, "messages", Page, Date)
        {
            When = when,
            Always = [.. Envelope, .. In("messages[]", ["id", "timestamp", "type", .. always])],
            Sometimes = [.. Contacts(""), .. In("messages[]", [.. Around, .. sometimes])],
            NotSimulated = notSimulated,
        };

    private static DocumentedShape Interactive(string type)
    {
        var part = Parts.Single(p => p.Type is "interactive");
        var own = part.Sometimes.Where(path => path.StartsWith($"interactive.{type}.", StringComparison.Ordinal));
        return Message(type, [$"messages[].interactive.type={type}"], part.Always, own,
            type is "nfm_reply" or "call_permission_reply" ? "the simulated phone has no forms and no calls" : null);
    }
}
