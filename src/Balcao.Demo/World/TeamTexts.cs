using Balcao.ChatGroups;

namespace Balcao.Demo.World;

/// <summary>What the groups of Loja Exemplo tell their customers, and how they give out chats.</summary>
internal static class TeamTexts
{
    public static ChatGroup GroupOf(Team team)
    {
        var group = new ChatGroup
        {
            // An hour, because people who try the demo close the browser and come back: the chats are then still theirs.
            TenantId = team.Company.Id, Id = team.Id, Name = team.Name, DisplayName = team.DisplayName, GraceMinutes = 60,
        };
        if (team == Shop.Atendimento) WriteService(group);
        else if (team == Shop.Financeiro) WriteFinance(group);
        return group;
    }

    /// <summary>Attendants take the chats themselves.</summary>
    private static void WriteService(ChatGroup group)
    {
        group.QueueText = "{greeting}, {contact.firstName|cliente}! Você é o número {queue.position} da fila e já vai ser atendido. Seu protocolo é {ticket.protocol}.";
        group.StartText = "Aqui é {agent.name}, da Loja Exemplo. Como posso ajudar?";
        group.EndText = "Obrigado por falar com a Loja Exemplo! Guarde o protocolo {ticket.protocol}.";
        group.NobodyOnlineText = "Nossos atendentes estão ocupados agora. Sua mensagem está na fila, e respondemos assim que possível.";
        group.OutsideHoursText = "Olá, {contact.firstName|cliente}! Estamos fora do horário de atendimento. Registramos sua mensagem no protocolo {ticket.protocol} e respondemos no próximo dia útil.";
    }

    /// <summary>Chats are given out, at most five at a time to each attendant.</summary>
    private static void WriteFinance(ChatGroup group)
    {
        group.QueueText = "{greeting}! O setor financeiro vai atender você em instantes. Posição na fila: {queue.position}.";
        group.StartText = "Olá, {contact.firstName|cliente}. Aqui é {agent.name}, do setor financeiro.";
        group.EndText = "O setor financeiro agradece o contato. Protocolo: {ticket.protocol}.";
        group.NobodyOnlineText = "O setor financeiro já volta. Sua mensagem está na fila.";
        group.OutsideHoursText = "O setor financeiro atende em horário comercial. Registramos sua mensagem no protocolo {ticket.protocol}.";
        group.DistributesAutomatically = true;
        group.MostChatsPerAgent = 5;
    }
}
