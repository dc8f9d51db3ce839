using System.Text.Json.Nodes;

namespace Balcao.Tests.Channels.WhatsApp.Documented;

/// <summary>
/// What Meta's pages say that webhooks look like. Simulator, fuzz and the tests' own webhooks are compared with this table, so
/// that they cannot agree with each other on a shape that Meta does not send. It is changed when a page of Meta's changes, not
/// when one of them does.
/// </summary>
internal static class DocumentedShapes
{
    private const string Unread = "kept as received: nothing is done with it";

    private static readonly string[] Envelope = ["messaging_product", "metadata.display_phone_number", "metadata.phone_number_id"];

    public static IReadOnlyList<DocumentedShape> All { get; } =
    [
        .. MessageShapes.All,
        .. OfPhoneApp(),
        .. OfOtherApps(),
        .. OfCustomers(),
        .. OfNumbers(),
        .. OfTemplates(),
        .. Others(),
    ];

    /// <summary>The shapes that a body has, and where it departs from them.</summary>
    /// <param name="body">A whole POST.</param>
    public static IEnumerable<(DocumentedShape? Shape, string? Fault)> Compare(string body) =>
        from entry in JsonNode.Parse(body)!["entry"]!.AsArray()
        from change in entry!["changes"]!.AsArray()
        from compared in Compare(change!["field"]!.ToString(), change["value"]!.AsObject())
        select compared;

    /// <summary>Of several shapes that a value may have, the one it fits best.</summary>
    public static IEnumerable<(DocumentedShape? Shape, string? Fault)> Compare(string field, JsonObject value)
    {
        foreach (var single in JsonPaths.Singles(value))
        {
            var best = All.Where(shape => shape.IsOf(field, single)).Select(shape => (Shape: shape, Faults: shape.Faults(single).ToList()))
                .OrderBy(found => found.Faults.Count).FirstOrDefault();
            if (best.Shape is null) yield return (null, $"{field}: documented nowhere: {single.ToJsonString()}");
            else if (best.Faults.Count == 0) yield return (best.Shape, null);
            foreach (var fault in best.Faults ?? []) yield return (best.Shape, fault);
        }
    }

    private static IEnumerable<DocumentedShape> OfPhoneApp()
    {
        const string Page = "smb_message_echoes webhook reference", Date = "Dec 2025";
        string[] echo = [.. Envelope, .. MessageShapes.In("message_echoes[]", ["from", "id", "timestamp", "type"])];
        string[] addressed = [.. MessageShapes.Contacts(""), .. MessageShapes.In("message_echoes[]", ["to", "to_user_id", .. MessageShapes.Context])];
        foreach (var (type, always, sometimes) in MessageShapes.Parts)
            yield return new($"echo {type}", "smb_message_echoes", Page, Date)
            {
                When = [$"message_echoes[].type={type}"], Always = [.. echo, .. MessageShapes.In("message_echoes[]", always)],
                Sometimes = [.. addressed, .. MessageShapes.In("message_echoes[]", sometimes)],
                NotSimulated = type is "text" or "edit" or "revoke" ? null : "the app on the phone writes, edits and deletes texts",
            };

        const string History = "history webhook reference", HistoryDate = "21 May 2026";
        yield return new("history", "history", History, HistoryDate)
        {
            When = ["history[].threads"],
            Always =
            [
                .. Envelope, "history[].metadata.phase", "history[].metadata.chunk_order", "history[].metadata.progress",
                .. MessageShapes.In("history[].threads[].messages[]", ["id", "timestamp", "type", "history_context.status"]),
            ],
            Sometimes =
            [
                // A thread with a customer who hides the phone has no id. Only messages of the business name a recipient.
                "history[].threads[].id", .. MessageShapes.In("history[].threads[].context", ["user_id", "username", "wa_id", "parent_user_id"]),
                .. MessageShapes.In("history[].threads[].messages[]", ["from", "from_user_id", "to", "to_user_id", .. MessageShapes.Context, .. MessageShapes.AllParts]),
            ],
        };
        yield return new("history declined", "history", History, HistoryDate)
        {
            When = ["history[].errors"], Always = [.. Envelope, "history[].errors[].code"], Sometimes = [.. MessageShapes.Errors("history[].errors[]")],
        };
        foreach (var (type, always, sometimes) in MessageShapes.Media)
            yield return new($"history file {type}", "history", History, HistoryDate)
            {
                When = [$"messages[].type={type}"],
                Always = [.. Envelope, .. MessageShapes.In("messages[]", ["id", "timestamp", "type", .. always])],
                Sometimes = [.. MessageShapes.Contacts(""), .. MessageShapes.In("messages[]", ["from", "from_user_id", "to", "to_user_id", "history_context.status", .. sometimes])],
                NotSimulated = type is "image" ? null : "the simulated history has pictures only",
            };

        yield return new("address book", "smb_app_state_sync", "smb_app_state_sync webhook reference", "Dec 2025")
        {
            When = ["state_sync[].action"],
            Always = [.. Envelope, .. MessageShapes.In("state_sync[]", ["type", "action", "metadata.timestamp"])],
            Sometimes = [.. MessageShapes.In("state_sync[].contact", ["full_name", "first_name", "phone_number", "user_id", "username"])],
        };
    }

    private static IEnumerable<DocumentedShape> OfOtherApps()
    {
        const string Page = "Standby webhooks", Date = "4 Aug 2026", Handovers = "Messaging handovers webhook", HandoverDate = "Aug 2026";
        const string OneExample = "the page has one example, of a text";
        foreach (var (type, always, sometimes) in MessageShapes.Parts)
            yield return new($"standby message {type}", "standby", Page, Date)
            {
                When = [$"standby.messages[].type={type}"],
                Always = [.. Envelope, .. MessageShapes.In("standby.messages[]", ["id", "timestamp", "type", .. always])],
                Sometimes = [.. MessageShapes.Contacts("standby."), .. MessageShapes.In("standby.messages[]", [.. MessageShapes.Around, .. sometimes])],
                NotSimulated = type is "text" ? null : OneExample,
            };

        // An echo holds the request as the other app made it, and nothing of it beside the id.
        string[] echo = [.. Envelope, .. MessageShapes.In("standby.message_echoes[]", ["id", "timestamp", "message.messaging_product", "message.type"])];
        string[] addressed =
        [
            .. MessageShapes.Contacts("standby."),
            .. MessageShapes.In("standby.message_echoes[].message", ["to", "recipient", "recipient_type", "context.message_id", "biz_opaque_callback_data"]),
        ];
        DocumentedShape Echo(string type, string[] always, string[] sometimes, string? why = null) => new($"standby echo {type}", "standby", Page, Date)
        {
            When = [$"standby.message_echoes[].message.type={type}"], Always = [.. echo, .. MessageShapes.In("standby.message_echoes[]", always)],
            Sometimes = [.. addressed, .. MessageShapes.In("standby.message_echoes[]", sometimes)], NotSimulated = why,
        };
        yield return Echo("text", ["message.text.body"], ["message.text.preview_url"]);
        yield return Echo("template", ["message.template.name", "message.template.language.code", "template.name", "template.components[].type"],
            ["message.template.**", "template.**"], "the simulated agent answers with texts");
        yield return Echo("interactive", ["message.interactive.type", "message.interactive.body.text"], ["message.interactive.**", "flow.**"], "the simulated agent answers with texts");
        yield return new("standby status", "standby", Page, Date)
        {
            When = ["standby.statuses[].status"], Always = [.. Envelope, .. MessageShapes.In("standby.statuses[]", MessageShapes.Status)],
            Sometimes = [.. MessageShapes.Contacts("standby."), .. MessageShapes.In("standby.statuses[]", MessageShapes.AboutStatus)],
        };

        string[] whenPassed = ["control_passed.previous_owner_app_role", "control_passed.conversation_context.**"];
        foreach (var type in (string[])["control_passed", "control_taken"])
            yield return new(type, "messaging_handovers", Handovers, HandoverDate)
            {
                When = [$"type={type}"],
                // No metadata: the number is the recipient.
                Always = ["messaging_product", "recipient.display_phone_number", "recipient.phone_number_id", "type", "timestamp", $"{type}.previous_owner_role", $"{type}.new_owner_role"],
                Sometimes =
                [
                    "sender.phone_number", "sender.user_id", $"{type}.previous_owner_app_id", $"{type}.new_owner_app_id", $"{type}.metadata",
                    .. whenPassed.Where(path => path.StartsWith(type, StringComparison.Ordinal)),
                ],
            };
    }

    private static IEnumerable<DocumentedShape> OfCustomers() =>
    [
        new("marketing preference", "user_preferences", "user_preferences webhook reference", "Dec 2025")
        {
            When = ["user_preferences[].value"],
            Always = [.. Envelope, .. MessageShapes.In("user_preferences[]", ["category", "value", "timestamp"])],
            Sometimes = [.. MessageShapes.Contacts(""), .. MessageShapes.In("user_preferences[]", ["wa_id", "user_id", "detail"])],
        },
        new("user id", "user_id_update", "Business-scoped user ids", "2026")
        {
            When = ["user_id_update[].user_id"],
            Always = [.. Envelope, .. MessageShapes.In("user_id_update[]", ["user_id.previous", "user_id.current", "timestamp"])],
            Sometimes = [.. MessageShapes.Contacts(""), .. MessageShapes.In("user_id_update[]", ["wa_id", "detail", "parent_user_id.previous", "parent_user_id.current"])],
        },
    ];

    private static IEnumerable<DocumentedShape> OfNumbers()
    {
        const string Page = "account_update webhook reference", Date = "Dec 2025";
        DocumentedShape Account(string name, string told, string[] always, string[]? sometimes = null, string? why = null) => new(name, "account_update", Page, Date)
        {
            When = [$"event={told}"], Always = ["event", .. always], Sometimes = ["phone_number", "country", .. sometimes ?? []], NotSimulated = why,
        };
        return
        [
            new("number quality", "phone_number_quality_update", "phone_number_quality_update webhook reference", "Feb 2026")
            {
                When = ["event"], Always = ["display_phone_number", "event"], Sometimes = ["current_limit", "old_limit", "max_daily_conversations_per_business"],
            },
            new("number name", "phone_number_name_update", "phone_number_name_update webhook reference", "Dec 2025")
            {
                When = ["decision"], Always = ["display_phone_number", "decision", "requested_verified_name"], Sometimes = ["rejection_reason"],
            },
            Account("violation", "ACCOUNT_VIOLATION", ["violation_info.violation_type"]),
            Account("restriction", "ACCOUNT_RESTRICTION", ["restriction_info[].restriction_type"], ["restriction_info[].expiration"]),
            Account("ban", "DISABLED_UPDATE", ["ban_info.waba_ban_state"], ["ban_info.waba_ban_date"]),
            Account("price tier", "VOLUME_BASED_PRICING_TIER_UPDATE", ["volume_tier_info.**"]),
            Account("partner", "PARTNER_REMOVED", ["waba_info.waba_id"], ["waba_info.**"], Unread),
            new("alert", "account_alerts", "account_alerts webhook reference", "Dec 2025")
            {
                When = ["alert_info"], Always = ["entity_type", "entity_id", .. MessageShapes.In("alert_info", ["alert_severity", "alert_status", "alert_type", "alert_description"])],
            },
            new("review", "account_review_update", "account_review_update webhook reference", "Dec 2025") { When = ["decision"], Always = ["decision"] },
            new("capability", "business_capability_update", "business_capability_update webhook reference", "Dec 2025")
            {
                When = [], Always = [],
                Sometimes = ["max_daily_conversations_per_business", "max_daily_conversation_per_phone", "max_phone_numbers_per_business", "max_phone_numbers_per_waba"],
            },
            new("security", "security", "security webhook reference", "Dec 2025") { When = ["event"], Always = ["display_phone_number", "event"], Sometimes = ["requester"] },
            new("username", "business_username_updates", "business_username_updates webhook reference", "2026") { When = ["username"], Always = ["display_phone_number", "username", "status"] },
        ];
    }

    private static IEnumerable<DocumentedShape> OfTemplates()
    {
        string[] named = ["message_template_id", "message_template_name", "message_template_language"];
        return
        [
            new("template status", "message_template_status_update", "message_template_status_update webhook reference", "Dec 2025")
            {
                When = ["event"], Always = ["event", "message_template_id"],
                Sometimes =
                [
                    .. named, "reason", "message_template_category", "disable_info.disable_date", "other_info.title", "other_info.description",
                    "rejection_info.reason", "rejection_info.recommendation",
                ],
            },
            new("template quality", "message_template_quality_update", "message_template_quality_update webhook reference", "Dec 2025")
            {
                When = ["new_quality_score"], Always = [.. named, "previous_quality_score", "new_quality_score"],
            },
            new("template category", "template_category_update", "template_category_update webhook reference", "Dec 2025")
            {
                When = ["new_category"], Always = ["message_template_id", "new_category"],
                Sometimes = [.. named, "previous_category", "correct_category", "category_update_timestamp"],
            },
            new("template components", "message_template_components_update", "message_template_components_update webhook reference", "Dec 2025")
            {
                When = ["message_template_element"], Always = [.. named, "message_template_element"],
                Sometimes = ["message_template_title", "message_template_footer", "message_template_buttons[].**"], NotSimulated = "templates cannot be edited in the simulator",
            },
        ];
    }

    /// <summary>Fields whose content is only kept: what is in them does not matter here.</summary>
    private static IEnumerable<DocumentedShape> Others() =>
        from field in (string[])
        [
            "flows", "calls", "group_lifecycle_update", "group_participants_update", "group_settings_update", "group_status_update",
            "payment_configuration_update", "partner_solutions", "automatic_events", "account_settings_update",
        ]
        select new DocumentedShape(field, field, "Webhook fields", "2026") { When = [], Always = [], Sometimes = ["**"], NotSimulated = Unread };
}
