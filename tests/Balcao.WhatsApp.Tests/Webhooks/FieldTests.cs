using Balcao.WhatsApp.Webhooks;
using static Balcao.WhatsApp.Tests.Webhooks.Payloads;

namespace Balcao.WhatsApp.Tests.Webhooks;

public sealed class FieldTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1790000000);

    [Fact]
    [Trait("KnownFailure", "18")] // Templates are kept up to date by webhooks.
    public void A_rejected_or_paused_template_is_read()
    {
        var change = OneChange<TemplateStatusChange>("message_template_status_update", """
            {"event":"REJECTED","message_template_id":594425479261596,"message_template_name":"boas_vindas","message_template_language":"pt-BR",
             "reason":"INVALID_FORMAT","message_template_category":"MARKETING","disable_info":{"disable_date":"DATE"},
             "other_info":{"title":"FIRST_PAUSE","description":"d"},"rejection_info":{"reason":"r","recommendation":"use this"}}
            """);
        Assert.Equal(
            new TemplateStatusChange
            {
                TemplateId = "594425479261596", TemplateName = "boas_vindas", TemplateLanguage = "pt-BR", Event = "REJECTED", Category = "MARKETING",
                Reason = "INVALID_FORMAT", DisableDate = "DATE", PauseTitle = "FIRST_PAUSE", PauseDescription = "d", RejectionReason = "r", RejectionRecommendation = "use this",
            },
            change);
        Assert.Equal("pt_BR", change.ApiLanguage);
        Assert.Null(OneChange<TemplateStatusChange>("message_template_status_update", """{"event":"APPROVED","reason":"NONE"}""").Reason);
    }

    [Fact]
    public void A_changed_quality_text_or_category_of_a_template_is_read()
    {
        Assert.Equal(
            new TemplateQualityChange { TemplateId = "1", TemplateName = "t", TemplateLanguage = "en_US", PreviousScore = "GREEN", NewScore = "YELLOW" },
            OneChange<TemplateQualityChange>("message_template_quality_update",
                """{"previous_quality_score":"GREEN","new_quality_score":"YELLOW","message_template_id":1,"message_template_name":"t","message_template_language":"en_US"}"""));
        Assert.Equal(
            new TemplateComponentsChange { TemplateId = "1", TemplateName = "t", TemplateLanguage = "en_US", Title = "T", Body = "B", Footer = "F", ButtonsJson = """[{"a":1}]""" },
            OneChange<TemplateComponentsChange>("message_template_components_update",
                """{"message_template_id":1,"message_template_name":"t","message_template_language":"en_US","message_template_title":"T","message_template_element":"B","message_template_footer":"F","message_template_buttons":[{"a":1}]}"""));

        var announced = OneChange<TemplateCategoryChange>("template_category_update",
            """{"message_template_id":1,"message_template_name":"t","message_template_language":"en_US","new_category":"UTILITY","correct_category":"MARKETING","category_update_timestamp":1790000000}""");
        Assert.Equal(
            new TemplateCategoryChange { TemplateId = "1", TemplateName = "t", TemplateLanguage = "en_US", NewCategory = "UTILITY", CorrectCategory = "MARKETING", EffectiveAt = At },
            announced);
        Assert.True(announced.IsAnnouncement);
        Assert.False(OneChange<TemplateCategoryChange>("template_category_update", """{"previous_category":"UTILITY","new_category":"MARKETING"}""").IsAnnouncement);
    }

    [Fact]
    public void Changes_of_the_number_are_read()
    {
        Assert.Equal(
            new PhoneNumberQualityChange { DisplayPhoneNumber = "551130001000", Event = "ONBOARDING", CurrentLimit = "TIER_2K", OldLimit = "TIER_250", MaxDailyConversations = "2000" },
            OneChange<PhoneNumberQualityChange>("phone_number_quality_update",
                """{"display_phone_number":"551130001000","event":"ONBOARDING","current_limit":"TIER_2K","old_limit":"TIER_250","max_daily_conversations_per_business":2000}"""));
        Assert.Equal(
            new PhoneNumberNameChange { DisplayPhoneNumber = "551130001000", Decision = "REJECTED", RequestedName = "Loja", RejectionReason = "NAME_NOT_CONSISTENT" },
            OneChange<PhoneNumberNameChange>("phone_number_name_update",
                """{"display_phone_number":"551130001000","decision":"REJECTED","requested_verified_name":"Loja","rejection_reason":"NAME_NOT_CONSISTENT"}"""));
        Assert.Equal(
            new SecurityChange { DisplayPhoneNumber = "551130001000", Event = "PIN_CHANGED", Requester = "9" },
            OneChange<SecurityChange>("security", """{"display_phone_number":"551130001000","event":"PIN_CHANGED","requester":9}"""));
        Assert.Equal(
            new BusinessUsernameChange { DisplayPhoneNumber = "551130001000", Username = "loja", Status = "approved" },
            OneChange<BusinessUsernameChange>("business_username_updates", """{"display_phone_number":"551130001000","username":"loja","status":"approved"}"""));
    }

    [Fact]
    public void Changes_of_the_account_are_read()
    {
        var change = OneChange<AccountChange>("account_update", """
            {"event":"ACCOUNT_RESTRICTION","phone_number":"551130001000","country":"BR","violation_info":{"violation_type":"SPAM"},
             "ban_info":{"waba_ban_state":"SCHEDULE_FOR_DISABLE","waba_ban_date":"DATE"},
             "restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":1790000000}],
             "waba_info":{"waba_id":"7009","owner_business_id":"8"},"volume_tier_info":{"tier":"0:100"}}
            """);
        Assert.Equal(new AccountRestriction { Type = "RESTRICTED_BIZ_INITIATED_MESSAGING", Expiration = "1790000000", ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1790000000) }, Assert.Single(change.Restrictions));
        Assert.Equal(
            new AccountChange
            {
                Event = "ACCOUNT_RESTRICTION", PhoneNumber = "551130001000", Country = "BR", ViolationType = "SPAM", BanState = "SCHEDULE_FOR_DISABLE", BanDate = "DATE",
                Restrictions = change.Restrictions, PartnerWabaId = "7009", OwnerBusinessId = "8", VolumeTierJson = """{"tier":"0:100"}""",
            },
            change);

        var alert = new AccountAlert { EntityType = "BUSINESS", EntityId = "8", Severity = "WARNING", Status = "NONE", Type = "OBA_REJECTED", Description = "d" };
        Assert.Equal(alert, OneChange<AccountAlert>("account_alerts",
            """{"entity_type":"BUSINESS","entity_id":8,"alert_info":{"alert_severity":"WARNING","alert_status":"NONE","alert_type":"OBA_REJECTED","alert_description":"d"}}"""));
        Assert.Equal(alert, OneChange<AccountAlert>("account_alerts",
            """{"entity_type":"BUSINESS","entity_id":"8","alert_severity":"WARNING","alert_status":"NONE","alert_type":"OBA_REJECTED","alert_description":"d"}"""));
        Assert.Equal("APPROVED", OneChange<AccountReviewChange>("account_review_update", """{"decision":"APPROVED"}""").Decision);
    }

    [Theory]
    [InlineData("""{"max_daily_conversations_per_business":"TIER_2K","max_phone_numbers_per_business":20}""", "TIER_2K", 20)]
    [InlineData("""{"max_daily_conversation_per_phone":-1,"max_phone_numbers_per_waba":"2"}""", "-1", 2)]
    public void Changed_limits_of_the_business_are_read(string value, string conversations, int numbers) => Assert.Equal(
        new BusinessCapabilityChange { MaxDailyConversations = conversations, MaxPhoneNumbers = numbers },
        OneChange<BusinessCapabilityChange>("business_capability_update", value));

    [Fact]
    public void A_changed_flow_is_read() => Assert.Equal(
        new FlowChange { Event = "FLOW_STATUS_CHANGE", FlowId = "5", OldStatus = "DRAFT", NewStatus = "PUBLISHED", Message = "m" },
        OneChange<FlowChange>("flows", """{"event":"FLOW_STATUS_CHANGE","flow_id":"5","old_status":"DRAFT","new_status":"PUBLISHED","message":"m"}"""));

    [Fact]
    public void Each_person_s_marketing_preference_is_a_separate_update()
    {
        var updates = Split(Body("user_preferences", Value($$"""
            "contacts":[{{LuciaContact}}],
            "user_preferences":[
              {"wa_id":"{{Lucia}}","user_id":"{{LuciaUserId}}","category":"marketing_messages","value":"stop","detail":"User requested","timestamp":1790000000},
              {"user_id":"BR.5","category":"marketing_messages","value":"resume","timestamp":"1790000000"}]
            """)));

        Assert.Equal(["p:" + Lucia, "u:BR.5"], updates.Select(u => u.IdentityKey));
        Assert.Equal(["Dona Lúcia", null], updates.Select(u => u.Contact?.ProfileName));
        Assert.Equal([PhoneNumberId, PhoneNumberId], updates.Select(u => u.PhoneNumberId));
        var stop = Assert.IsType<UserPreferenceChange>(updates[0].Change);
        Assert.Equal(
            new UserPreferenceChange { WaId = Lucia, UserId = LuciaUserId, Category = "marketing_messages", Value = "stop", Detail = "User requested", Timestamp = At },
            stop);
        Assert.True(stop.StopsMarketing);
        Assert.False(Assert.IsType<UserPreferenceChange>(updates[1].Change).StopsMarketing);
        Assert.Contains("\"messaging_product\":\"whatsapp\"", updates[1].RawJson, StringComparison.Ordinal);
        Assert.DoesNotContain(Lucia, updates[1].RawJson, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replaced_business_scoped_id_is_read()
    {
        var update = One(Body("user_id_update", Value("""
            "user_id_update":[{"wa_id":null,"detail":"d","user_id":{"previous":"BR.1","current":"BR.2"},"parent_user_id":{"previous":"BR.ENT.1","current":"BR.ENT.2"},"timestamp":1790000000}]
            """)));
        Assert.Equal("u:BR.1", update.IdentityKey);
        Assert.Equal(
            new UserIdChange
            {
                PreviousUserId = "BR.1", CurrentUserId = "BR.2", PreviousParentUserId = "BR.ENT.1", CurrentParentUserId = "BR.ENT.2", Detail = "d", Timestamp = At,
            },
            update.Change);
    }

    [Fact]
    public void Changes_of_the_phone_app_s_address_book_are_read()
    {
        var updates = Split(Body("smb_app_state_sync", Value("""
            "state_sync":[
              {"type":"contact","contact":{"full_name":"Dona Lúcia","first_name":"Lúcia","phone_number":"+55 11 98765-0001","user_id":"BR.1","username":"lu"},"action":"add","metadata":{"timestamp":"1790000000"}},
              {"type":"contact","contact":{"phone_number":"5511987650002"},"action":"remove"}]
            """)));
        Assert.Equal(["p:5511987650001", "p:5511987650002"], updates.Select(u => u.IdentityKey));
        Assert.Equal(
            new PhoneAppContactChange
            {
                Type = "contact", Action = "add", FullName = "Dona Lúcia", FirstName = "Lúcia", PhoneNumber = "+55 11 98765-0001", UserId = "BR.1", Username = "lu", Timestamp = At,
            },
            updates[0].Change);
    }

    [Theory]
    [InlineData(WebhookFields.Calls)]
    [InlineData(WebhookFields.AutomaticEvents)]
    [InlineData(WebhookFields.PartnerSolutions)]
    [InlineData(WebhookFields.PaymentConfiguration)]
    [InlineData(WebhookFields.AccountSettings)]
    [InlineData(WebhookFields.GroupLifecycle)]
    [InlineData(WebhookFields.GroupParticipants)]
    [InlineData(WebhookFields.GroupSettings)]
    [InlineData(WebhookFields.GroupStatus)]
    [InlineData("field_of_the_year_2030")]
    public void Fields_without_a_type_of_their_own_are_kept_raw(string field)
    {
        var update = One(Body(field, Value("""  "anything":{"at":["all"]}"""), "\"time\":1790000000,"));
        Assert.Equal(WebhookUpdateKind.Field, update.Kind);
        Assert.Null(update.Change);
        Assert.Equal(At, update.EntryTime);
        Assert.Equal(PhoneNumberId, update.PhoneNumberId);
        Assert.Contains("""  "anything":{"at":["all"]}  """.Trim(), update.RawJson, StringComparison.Ordinal);
    }
}
