using System.Text.Json.Nodes;

namespace Balcao.Simulator.Templates;

/// <summary>The approved templates that exist from the start: some of each category, and Meta's own hello_world.</summary>
static class SeededTemplates
{
    public static void AddTo(TemplateStore store, string accountId)
    {
        Add("hello_world", "en_US", "UTILITY", """[{"type":"HEADER","format":"TEXT","text":"Hello World"},{"type":"BODY","text":"Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification from the Cloud API."},{"type":"FOOTER","text":"WhatsApp Business Platform sample message"}]""");
        Add("pedido_enviado", "pt_BR", "UTILITY", """[{"type":"BODY","text":"Olá {{1}}, o pedido {{2}} saiu para entrega.","example":{"body_text":[["Ana","4711"]]}},{"type":"FOOTER","text":"Loja Aurora"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Falar com a loja"},{"type":"URL","text":"Acompanhar","url":"https://loja.example/pedidos/{{1}}","example":["https://loja.example/pedidos/4711"]}]}]""");
        Add("retomar_conversa", "pt_BR", "UTILITY", """[{"type":"BODY","text":"Olá {{nome}}, ficou uma pergunta sobre o seu atendimento. Podemos continuar?","example":{"body_text_named_params":[{"param_name":"nome","example":"Ana"}]}},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Sim"},{"type":"QUICK_REPLY","text":"Agora não"}]}]""", "NAMED");
        Add("novidades_da_semana", "pt_BR", "MARKETING", """[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::aW1hZ2U="]}},{"type":"BODY","text":"Oi {{1}}, chegaram novidades na loja.","example":{"body_text":[["Ana"]]}},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Não quero receber"}]}]""");
        Add("codigo_de_acesso", "pt_BR", "AUTHENTICATION", """[{"type":"BODY","text":"Seu código de verificação é *{{1}}*. Para sua segurança, não o compartilhe.","add_security_recommendation":true,"example":{"body_text":[["123456"]]}},{"type":"FOOTER","text":"Este código expira em 10 minutos.","code_expiration_minutes":10},{"type":"BUTTONS","buttons":[{"type":"URL","text":"Copiar código","url":"https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}","example":["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456"]}]}]""");

        void Add(string name, string language, string category, string components, string format = "POSITIONAL") => store.Add(id => new TemplateDefinition
        {
            Id = id,
            AccountId = accountId,
            Name = name,
            Language = language,
            Category = category,
            Status = "APPROVED",
            ParameterFormat = format,
            Quality = "GREEN",
            Components = JsonNode.Parse(components)!.AsArray(),
        });
    }
}
