namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// Names of webhook fields (Meta, WhatsApp webhooks overview, Dec 2025; standby and later ones, Sep 2026). Meta adds
/// fields, so code must expect unknown names.
/// </summary>
public static class WebhookFields
{
    public const string Messages = "messages";
    /// <summary>
    /// What happens in a conversation while another app, for instance Meta's own business agent, has control of it.
    /// Messages, statuses and echoes are inside a member "standby" of the value, and an echo holds the request it was
    /// sent with (Meta, Standby webhooks, 4 Aug 2026).
    /// </summary>
    public const string Standby = "standby";
    public const string PhoneAppEchoes = "smb_message_echoes";
    public const string MessageEchoes = "message_echoes";
    public const string PhoneAppContacts = "smb_app_state_sync";
    public const string History = "history";
    public const string TemplateStatus = "message_template_status_update";
    public const string TemplateQuality = "message_template_quality_update";
    public const string TemplateComponents = "message_template_components_update";
    public const string TemplateCategory = "template_category_update";
    public const string PhoneNumberQuality = "phone_number_quality_update";
    public const string PhoneNumberName = "phone_number_name_update";
    public const string Account = "account_update";
    public const string AccountAlerts = "account_alerts";
    public const string AccountReview = "account_review_update";
    public const string AccountSettings = "account_settings_update";
    public const string BusinessCapability = "business_capability_update";
    public const string BusinessUsernames = "business_username_updates";
    public const string Security = "security";
    public const string Flows = "flows";
    public const string UserPreferences = "user_preferences";
    public const string UserIds = "user_id_update";
    public const string Calls = "calls";
    /// <summary>Control of a conversation passed from one app to another. The value has no metadata.</summary>
    public const string Handovers = "messaging_handovers";
    public const string AutomaticEvents = "automatic_events";
    public const string PartnerSolutions = "partner_solutions";
    public const string PaymentConfiguration = "payment_configuration_update";
    public const string GroupLifecycle = "group_lifecycle_update";
    public const string GroupParticipants = "group_participants_update";
    public const string GroupSettings = "group_settings_update";
    public const string GroupStatus = "group_status_update";
}
