using System.Text.Json.Nodes;

namespace Balcao.Tests.Channels.WhatsApp.Fuzz;

/// <summary>Changes of every field besides messages (Meta, webhook fields, Dec 2025 and 2026).</summary>
internal static class Fields
{
    public static JsonObject Change(Tape tape, string phoneNumberId, string serial)
    {
        var (field, json) = tape.Of(All);
        var value = JsonNode.Parse(json.Replace("SERIAL", serial, StringComparison.Ordinal).Replace("THENUMBER", phoneNumberId, StringComparison.Ordinal))!.AsObject();
        if (field is "smb_message_echoes" or "history" or "user_preferences" or "user_id_update" or "smb_app_state_sync" or "standby" or "calls")
        {
            value["messaging_product"] = "whatsapp";
            value["metadata"] = new JsonObject { ["display_phone_number"] = "551140000500", ["phone_number_id"] = phoneNumberId };
        }
        return new JsonObject { ["field"] = field, ["value"] = value };
    }

    private static readonly (string Field, string Json)[] All =
    [
        ("message_template_status_update", """{"event":"REJECTED","message_template_id":7,"message_template_name":"boas_vindas","message_template_language":"pt_BR","reason":"PROMOTIONAL","message_template_category":"UTILITY","rejection_info":{"reason":"r","recommendation":"m"}}"""),
        ("message_template_status_update", """{"event":"PAUSED","message_template_id":7,"reason":null,"other_info":{"title":"FIRST_PAUSE","description":"d"},"disable_info":{"disable_date":1790000000}}"""),
        ("message_template_quality_update", """{"previous_quality_score":"GREEN","new_quality_score":"YELLOW","message_template_id":7,"message_template_name":"t","message_template_language":"en_US"}"""),
        ("message_template_components_update", """{"message_template_id":7,"message_template_name":"t","message_template_language":"en_US","message_template_element":"B","message_template_buttons":[{"message_template_button_type":"URL"}]}"""),
        ("template_category_update", """{"message_template_id":7,"new_category":"UTILITY","correct_category":"MARKETING","category_update_timestamp":1790000000}"""),
        ("phone_number_quality_update", """{"display_phone_number":"551140000500","event":"FLAGGED","current_limit":"TIER_2K","max_daily_conversations_per_business":"TIER_2K"}"""),
        ("phone_number_name_update", """{"display_phone_number":"551140000500","decision":"REJECTED","requested_verified_name":"Loja","rejection_reason":"r"}"""),
        ("account_update", """{"event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"SCAM"}}"""),
        ("account_update", """{"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":1790000000}]}"""),
        ("account_update", """{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"SCHEDULE_FOR_DISABLE","waba_ban_date":"2026-03-05"}}"""),
        ("account_alerts", """{"entity_type":"PHONE_NUMBER","entity_id":1,"alert_info":{"alert_severity":"CRITICAL","alert_status":"NONE","alert_type":"OBA_REJECTED","alert_description":"d"}}"""),
        ("account_review_update", """{"decision":"APPROVED"}"""),
        ("business_capability_update", """{"max_daily_conversation_per_phone":-1,"max_phone_numbers_per_business":20}"""),
        ("security", """{"display_phone_number":"551140000500","event":"PIN_CHANGED","requester":"9"}"""),
        ("flows", """{"event":"FLOW_STATUS_CHANGE","flow_id":"5","old_status":"DRAFT","new_status":"PUBLISHED","message":"m"}"""),
        ("flows", """{"event":"ENDPOINT_LATENCY","flow_id":"5","p90_latency":3000,"threshold":3000,"alert_state":"ACTIVATED"}"""),
        ("user_preferences", """{"contacts":[{"profile":{"name":"Ana"},"wa_id":"5511955550001"}],"user_preferences":[{"wa_id":"5511955550001","detail":"d","category":"marketing_messages","value":"stop","timestamp":1790000000},{"wa_id":"5511955550002","category":"marketing_messages","value":"resume","timestamp":"1790000000"}]}"""),
        ("user_id_update", """{"user_id_update":[{"wa_id":"5511955550003","detail":"d","user_id":{"previous":"BR.P.SERIAL","current":"BR.C.SERIAL"},"timestamp":1790000000}]}"""),
        ("business_username_updates", """{"display_phone_number":"551140000500","username":"loja","status":"approved"}"""),
        ("smb_message_echoes", """{"message_echoes":[{"from":"551140000500","to":"5511955550004","id":"wamid.ECHO.SERIAL","timestamp":"1772456400","type":"text","text":{"body":"do telefone"}},{"from":"551140000500","to":"5511955550004","id":"wamid.ECHO2.SERIAL","timestamp":"1772456401","type":"revoke","revoke":{"original_message_id":"wamid.ECHO.SERIAL"}}]}"""),
        ("smb_app_state_sync", """{"state_sync":[{"type":"contact","contact":{"full_name":"Ana Souza","first_name":"Ana","phone_number":"5511955550005"},"action":"add","metadata":{"timestamp":"1772456400"}},{"type":"contact","contact":{"phone_number":"5511955550006"},"action":"remove","metadata":{"timestamp":"1772456400"}}]}"""),
        ("history", """{"history":[{"metadata":{"phase":0,"chunk_order":1,"progress":50},"threads":[{"id":"5511955550007","messages":[{"from":"5511955550007","id":"wamid.HIST.SERIAL","timestamp":"1772456400","type":"text","text":{"body":"antigo"},"history_context":{"status":"read"}},{"from":"551140000500","to":"5511955550007","id":"wamid.HIST2.SERIAL","timestamp":"1772456401","type":"media_placeholder","history_context":{"status":"delivered"}}]}]}]}"""),
        ("history", """{"history":[{"errors":[{"code":2593109,"title":"declined","message":"declined","error_data":{"details":"d"}}]}]}"""),
        ("history", """{"history":[{"metadata":{"phase":1,"chunk_order":2,"progress":70},"threads":[{"context":{"user_id":"BR.H.SERIAL","username":"ana"},"messages":[{"from_user_id":"BR.H.SERIAL","id":"wamid.HIST3.SERIAL","timestamp":"1772456400","type":"text","text":{"body":"antigo"},"history_context":{"status":"READ"}}]}]}]}"""),
        ("history", """{"contacts":[{"profile":{"name":"Ana"},"wa_id":"5511955550007"}],"messages":[{"from":"5511955550007","id":"wamid.HIST2.SERIAL","timestamp":"1772456401","type":"image","image":{"id":"900100","mime_type":"image/jpeg","sha256":"4Nj1XBfKB6DYQ5dCwD1RbDKIu6FRGGp4gN6Kp0JYbTs="}}]}"""),
        ("standby", """{"standby":{"contacts":[{"profile":{"name":"Ana"},"wa_id":"5511955550008"}],"messages":[{"from":"5511955550008","id":"wamid.STANDBY.SERIAL","timestamp":"1772456400","type":"text","text":{"body":"para o assistente"}}]}}"""),
        ("standby", """{"standby":{"message_echoes":[{"id":"wamid.STANDBYECHO.SERIAL","timestamp":"1772456401","message":{"messaging_product":"whatsapp","recipient_type":"individual","to":"5511955550008","type":"text","text":{"body":"do assistente"}}}]}}"""),
        ("standby", """{"standby":{"message_echoes":[{"id":"wamid.STANDBYASKED.SERIAL","timestamp":"1772456402","message":{"messaging_product":"whatsapp","recipient":"BR.S.SERIAL","type":"interactive","interactive":{"type":"button","body":{"text":"Sim?"},"action":{"buttons":[{"type":"reply","reply":{"id":"s","title":"Sim"}}]}}}}]}}"""),
        ("standby", """{"standby":{"statuses":[{"id":"wamid.STANDBYECHO.SERIAL","status":"delivered","timestamp":"1772456402","recipient_id":"5511955550008","pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"service"}}]}}"""),
        ("messages", """{"messaging_product":"whatsapp","metadata":{"display_phone_number":"551140000500","phone_number_id":"THENUMBER"},"statuses":[{"id":"wamid.OURS.1","type":"payment","status":"failed","timestamp":"1772456402","payment":{"reference_id":"p-SERIAL","amount":{"value":4200,"offset":100},"currency":"BRL"}}]}"""),
        ("messaging_handovers", """{"messaging_product":"whatsapp","sender":{"phone_number":"5511955550008"},"recipient":{"display_phone_number":"551140000500","phone_number_id":"THENUMBER"},"type":"control_passed","timestamp":"1772456403","control_passed":{"previous_owner_role":"ai_agent","new_owner_role":"escalation","metadata":"m"}}"""),
        ("calls", """{"calls":[{"id":"wacid.SERIAL","from":"5511955550009","to":"551140000500","event":"connect","timestamp":"1772456400"}]}"""),
        ("group_lifecycle_update", """{"groups":[{"group_id":"120363000000@g.us","type":"group_create","request_id":"r","timestamp":1790000000}]}"""),
        ("payment_configuration_update", """{"configuration_name":"c","provider_name":"razorpay","status":"Needs_Testing"}"""),
        ("partner_solutions", """{"event":"SOLUTION_CREATED","solution_id":"1","solution_status":"INITIATED"}"""),
        ("automatic_events", """{"automatic_events":[{"id":"wamid.X","event_name":"Purchase","timestamp":1790000000,"ctwa_clid":"A"}]}"""),
        ("account_settings_update", """{"account_settings":{"a":1}}"""),
        ("a_field_of_tomorrow", """{"a":{"b":[1,"dois",null,{}]}}"""),
    ];
}
